import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONDumpingTests {
    private let text = #"{"a":[1,-2,2.5,18446744073709551615,"x\ny",true,false,null,[],{}],"né":{"b":"é"}}"#

    @Test func `Compact text of a value is the compact document`() throws {
        let value = try JSON.loads(text)
        #expect(try value.dumps() == text)
        #expect(try value.dumpsBytes() == Array(text.utf8))
        #expect(value.description == text)
        #expect("\(value)" == text)
    }

    @Test func `A part of a document is written alone`() throws {
        let value = try JSON.loads(text)
        #expect(try value["né"]?.dumps() == #"{"b":"é"}"#)
        #expect(try value["a"]?[4]?.dumps() == #""x\ny""#)
        #expect(try value["a"]?[3]?.dumps() == "18446744073709551615")
        #expect(try value["a"]?[7]?.dumps() == "null")
    }

    @Test func `A sink gets the same bytes, in pieces`() throws {
        let element = #"{"id":12345,"text":"some text that is long enough to fill the buffer","ok":true},"#
        let long = "[" + String(repeating: element, count: 5000) + "0]"
        let value = try JSON.loads(long)
        for options in [JSON.WriterOptions.compact, .pretty, .init(sortKeys: true), .canonical] {
            var sink = CountingSink()
            try value.dump(to: &sink, options)
            #expect(try sink.bytes == value.dumpsBytes(options))
            #expect(sink.writes > 3)
        }
    }

    @Test func `One string larger than any buffer is written whole`() throws {
        let long = String(repeating: "é\\\"", count: 300_000)
        var writer = JSON.Writer(to: MemorySink())
        try writer.startArray()
        try writer.string(long)
        try writer.string("b")
        try writer.endArray()
        let bytes = try writer.finish().bytes
        let value = try JSON.loads(bytes)
        for options in [JSON.WriterOptions.compact, .pretty, .python, .canonical] {
            var sink = CountingSink()
            try value.dump(to: &sink, options)
            #expect(try sink.bytes == value.dumpsBytes(options))
            #expect(try JSON.loads(sink.bytes)[0]?.string == long)
        }
        #expect(try value.dumpsBytes() == bytes)
    }

    @Test func `A sink that fails midway ends the dump with its error`() throws {
        let value = try JSON.loads("[" + String(repeating: "1234567,", count: 50_000) + "0]")
        var sink = CountingSink(limit: 100_000)
        do {
            try value.dump(to: &sink)
            Issue.record("the dump went on without its sink")
        } catch {
            #expect("\(error)" == "cannot write 'disk': No space left on device")
        }
        #expect(sink.bytes.count <= 100_000)
        #expect(sink.bytes == Array(try value.dumpsBytes().prefix(sink.bytes.count)))
    }

    @Test func `A million nested arrays print`() throws {
        let depth = 1_000_000
        var options = JSON.LoadOptions()
        options.parser.limits = .unlimited
        let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let value = try JSON.loads(nested, options: options)
        #expect(try value.dumps() == nested)
        #expect(try value.dumps(.init(sortKeys: true)) == nested)
        #expect(try value.dumps(.init(indent: "")).utf8.count == 2 * depth + 2 * (depth - 1))
    }

    @Test func `Values made and changed in Swift are written, whatever they are made of`() throws {
        var value = try JSON.loads(#"{"a":[1,{"b":[2,3]}],"c":"x"}"#)
        value["a"]?[1]?["b"]?[0] = ["new": [nil, true, 1.5, "\n"]]
        value["d"] = []
        value["e"] = JSON(members: [("k", [:]), ("k", 2)])
        value["n"] = JSON(UInt128.max)
        #expect(
            try value.dumps()
                == #"{"a":[1,{"b":[{"new":[null,true,1.5,"\n"]},3]}],"c":"x","d":[],"e":{"k":{},"k":2},"#
                + #""n":340282366920938463463374607431768211455}"#)
        #expect(try JSON.loads(value.dumps(.pretty)).dumps() == value.dumps())
        #expect(
            try value.dumps(.init(indent: "", sortKeys: true, ensureASCII: true))
                == JSON.loads(value.dumps(.init(sortKeys: true))).dumps(.init(indent: "")))
        let scalars: [JSON] = [nil, true, false, 0, -1, 2.5, "é", [], [:]]
        #expect(try scalars.map { try $0.dumps() } == ["null", "true", "false", "0", "-1", "2.5", "\"é\"", "[]", "{}"])
    }

    @Test func `Long names of changed objects are written whole`() throws {
        let name = String(repeating: "n\"é", count: 50_000)
        var value = JSON(members: [(name, 1)])
        value["b"] = 2
        for options in [JSON.WriterOptions.compact, .pretty, .python, .canonical] {
            var limits = JSON.LoadOptions()
            limits.parser.limits = .unlimited
            let text = try value.dumps(options)
            #expect(try JSON.loads(text, options: limits)[name] == 1)
            var sink = CountingSink()
            try value.dump(to: &sink, options)
            #expect(sink.bytes == Array(text.utf8))
        }
    }

    @Test func `Very many containers, nested in Swift, print`() throws {
        var value: JSON = 0
        for i in 0..<200_000 { value = i % 2 == 0 ? [value] : ["a": value] }
        let text = try value.dumps()
        #expect(text.utf8.count == 1 + 100_000 * 2 + 100_000 * 6)
        #expect(text.hasPrefix(#"{"a":[{"a":["#) && text.hasSuffix("]}]}"))
        #expect(try value.dumps(.canonical) == text)
    }

    @Test func `Swift values are written as Python writes its own`() throws {
        let value: [String: Any] = [
            "b": [1, 2.5, true, nil] as [Any?], "a": ("x", 1), "c": ["k": [Int]()], "d": Optional<Int>.none as Any,
        ]
        #expect(
            try JSON.dumps(any: value, .init(sortKeys: true))
                == #"{"a":["x",1],"b":[1,2.5,true,null],"c":{"k":[]},"d":null}"#)
        #expect(try JSON.dumps(any: [1: "a", 2: "b"], .init(sortKeys: true)) == #"{"1":"a","2":"b"}"#)
        #expect(try JSON.dumps(any: nil) == "null")
        #expect(try JSON.dumps(any: "é", .python) == #""\u00e9""#)
        #expect(try JSON.dumps(any: [1...3], default: { "\($0)" }) == #"["1...3"]"#)
        #expect(try JSON.dumps(any: ["a": 1] as JSON) == #"{"a":1}"#)
        #expect(throws: JSON.ConversionError.self) { try JSON.dumps(any: [1...3]) }
        #expect(throws: WriterError.self) { try JSON.dumps(any: [Double.nan]) }
    }

    @Test func `The description of NaN reads NaN`() {
        #expect(JSON([JSON(Double.nan), 1]).description == "[NaN,1]")
    }

    @Test func `Deep objects in the wrong order are sorted in linear time`() throws {
        let depth = 20_000
        var options = JSON.LoadOptions()
        options.parser.limits = .unlimited
        let nested = String(repeating: #"{"b":"#, count: depth) + "0" + String(repeating: #","a":1}"#, count: depth)
        let sorted = String(repeating: #"{"a":1,"b":"#, count: depth) + "0" + String(repeating: "}", count: depth)
        let value = try JSON.loads(nested, options: options)
        #expect(try value.dumps(.init(sortKeys: true)) == sorted)
        #expect(try value.dumps(.canonical) == sorted)
    }

    @Test func `A file gets the text`() throws {
        let folder = try TemporaryDirectory()
        let value = try JSON.loads(text)
        for name in ["a.json", "a.json.gz"] {
            let path = folder.path + "/" + name
            try value.dump(toFile: path, .init(trailingNewline: true))
            #expect(try Corpus.bytes(path) == Array((text + "\n").utf8))
            #expect(try JSON.load(contentsOf: path).dumps() == text)
        }
        do {
            try value.dump(toFile: folder.path + "/none/a.json")
            Issue.record("a file was written into a folder that does not exist")
        } catch {
            #expect("\(error)" == "cannot open '\(folder.path)/none/a.json': No such file or directory")
        }
    }

    @Test func `Numbers that no 64 bits hold keep their text`() throws {
        let text = "[123456789012345678901234567890,-1e400,1E400]"
        #expect(try JSON.loads(text).dumps() == text)
        do {
            _ = try JSON.loads(text).dumps(.canonical)
            Issue.record("1e400 has a canonical form")
        } catch {
            #expect("\(error)" == "expected a number within the range of Double but found -1e400")
        }
        #expect(try JSON.loads("[123456789012345678901234567890]").dumps(.canonical) == "[1.2345678901234568e+29]")
    }

    @Test func `Numbers whose text was kept are written with it`() throws {
        var options = JSON.LoadOptions()
        options.numbers = .exact
        let text = #"[1.50,1e2,-0.0,{"a":10.000}]"#
        let value = try JSON.loads(text, options: options)
        #expect(try value.dumps() == text)
        #expect(try value.dumps(.init(indent: 0)) == "[\n1.50,\n1e2,\n-0.0,\n{\n\"a\": 10.000\n}\n]")
        #expect(try value.dumps(.canonical) == #"[1.5,100,0,{"a":10}]"#)
    }
}

/// Collects, counts the writes, and fails once it is full.
private struct CountingSink: ByteSink {
    var limit = Int.max
    var bytes: [UInt8] = []
    var writes = 0

    mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        guard self.bytes.count + bytes.count <= limit else {
            throw IOFailure(.write, "disk", errno: 28, reason: "No space left on device")
        }
        writes += 1
        for i in bytes.indices { self.bytes.append(bytes[i]) }
    }
}
