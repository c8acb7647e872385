import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

/// What Python's json writes, and what round trips, by the corpora.
@Suite struct JSONWriterCorporaTests {
    @Test(.enabled(if: Corpus.has("json-roundtrip"), "\(Corpus.missing)"))
    func `Documents of the round-trip suite come back byte for byte`() throws {
        let files = Corpus.files(in: "json-roundtrip", suffix: ".json")
        #expect(files.count > 10)
        for file in files {
            let bytes = try Corpus.bytes(file.path)
            #expect(try JSON.loads(bytes).dumpsBytes() == bytes, "\(file.name)")
            let writer = try JSON.parse(bytes.span, handler: JSON.Writer(to: MemorySink()))
            #expect(try writer.finish().bytes == bytes, "\(file.name)")
        }
    }

    @Test(.enabled(if: Corpus.has("json-bench"), "\(Corpus.missing)"))
    func `Real documents mean the same after they were written, in every layout`() throws {
        let files = Corpus.files(in: "json-bench", suffix: ".json")
        #expect(files.count > 5)
        for file in files {
            let bytes = try Corpus.bytes(file.path)
            let value = try JSON.loads(bytes)
            let compact = try value.dumpsBytes()
            // Compact text is a fixed point, and so is what comes back from any other layout.
            #expect(try JSON.loads(compact).dumpsBytes() == compact, "\(file.name)")
            for options in [JSON.WriterOptions.pretty, .python, .init(indent: "\t", escapesSlashes: true)] {
                let other = try value.dumpsBytes(options)
                #expect(try JSON.loads(other).dumpsBytes() == compact, "\(file.name)")
            }
            // Events and tape give the same text.
            let writer = try JSON.parse(compact.span, handler: JSON.Writer(to: MemorySink(), options: .pretty))
            #expect(try writer.finish().bytes == value.dumpsBytes(.pretty), "\(file.name)")
        }
    }

    @Test(.enabled(if: Corpus.has("python-vectors"), "\(Corpus.missing)"))
    func `Values are written as Python writes them`() throws {
        // Halves of surrogate pairs, which no String holds: those cases are marked, and not compared.
        var lenient = JSON.LoadOptions()
        lenient.parser.unpairedSurrogates = .replace
        let cases = try JSON.loads(Corpus.bytes("python-vectors/json_dumps.json"), options: lenient)
        var (compared, skipped) = (0, 0)
        for vector in try #require(cases.array) {
            let expected = try #require(vector["expected"]?.string)
            guard vector["policy"] == nil,
                let options = try Self.options(try #require(vector["options"])),
                let text = try Self.write(try #require(vector["value"]), options)
            else {
                skipped += 1
                continue
            }
            #expect(text == expected, "\(vector["id"]?.string ?? "")")
            compared += 1
        }
        // Names that are not strings are Python's alone.
        #expect(compared > 1000 && skipped < compared / 5, "\(compared) compared, \(skipped) skipped")
    }

    @Test(.enabled(if: Corpus.has("python-vectors"), "\(Corpus.missing)"))
    func `Doubles are written as Python writes them`() throws {
        let cases = try JSON.loads(Corpus.bytes("python-vectors/float_repr.json"))
        for vector in try #require(cases.array) {
            let bits = try #require(UInt64(vector["bits"]?.string ?? "", radix: 16))
            let expected = try #require(vector["expected"]?.string)
            var writer = JSON.Writer(to: MemorySink(), options: .python)
            try writer.number(Double(bitPattern: bits))
            let text = String(decoding: try writer.finish().bytes, as: UTF8.self)
            #expect(text == Self.literals[expected] ?? expected)
        }
    }

    /// What `repr` calls NaN and the infinities, and what `json` does.
    private static let literals = ["nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"]

    /// The writer's options for those of `json.dumps`; `nil` where the case is not about writing values.
    private static func options(_ python: JSON) throws -> JSON.WriterOptions? {
        var options = JSON.WriterOptions.python
        for (name, value) in try #require(python.object) {
            switch String(name) {
            case "indent":
                if let count = value.int { options.indent = .init(count) }
                if let text = value.string { options.indent = .init(text) }
            case "separators":
                options.separators = .custom(
                    item: try #require(value[0]?.string), key: try #require(value[1]?.string))
            case "sort_keys": options.sortKeys = value.bool == true
            case "ensure_ascii": options.ensureASCII = value.bool != false
            case "allow_nan": options.nonFinite = value.bool == false ? .reject : .literal
            case "skipkeys": break
            default: return nil
            }
        }
        return options
    }

    /// Text of a tagged value: `["arr",[["int","1"]]]`. Iterative would be longer; these are shallow.
    private static func write(_ tagged: JSON, _ options: JSON.WriterOptions) throws -> String? {
        var writer = JSON.Writer(to: MemorySink(), options: options)
        guard try write(tagged, into: &writer) else { return nil }
        return String(decoding: try writer.finish().bytes, as: UTF8.self)
    }

    private static func write(_ tagged: JSON, into writer: inout JSON.Writer<MemorySink>) throws -> Bool {
        let content = tagged[1]
        switch tagged[0]?.string {
        case "null": try writer.null()
        case "bool": try writer.boolean(content?.bool == true)
        case "int": try writer.number(JSON.NumberText(utf8: try #require(content?.string).utf8.span))
        case "float":
            let bits = try #require(UInt64(tagged[2]?.string ?? "", radix: 16))
            try writer.number(Double(bitPattern: bits))
        case "str": try writer.string(try #require(content?.string))
        case "arr", "tuple":
            try writer.startArray()
            for element in try #require(content?.array) {
                guard try write(element, into: &writer) else { return false }
            }
            try writer.endArray()
        case "obj":
            try writer.startObject()
            for member in try #require(content?.array) {
                // Names are tagged where they are not plain strings.
                guard let name = member[0]?.string ?? (member[0]?[0]?.string == "str" ? member[0]?[1]?.string : nil),
                    let value = member[1]
                else { return false }
                try writer.key(name)
                guard try write(value, into: &writer) else { return false }
            }
            try writer.endObject()
        default: return false
        }
        return true
    }
}
