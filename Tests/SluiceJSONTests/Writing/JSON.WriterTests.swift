import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

/// What a writer makes of some events.
private func written(
    _ options: JSON.WriterOptions = .compact, _ events: (inout JSON.Writer<MemorySink>) throws -> Void
) throws -> String {
    var writer = JSON.Writer(to: MemorySink(), options: options)
    try events(&writer)
    return String(decoding: try writer.finish().bytes, as: UTF8.self)
}

/// The full text of the error that some events end in.
private func fault(
    _ options: JSON.WriterOptions = .compact, _ events: (inout JSON.Writer<MemorySink>) throws -> Void
) -> String {
    do {
        return "no error: " + (try written(options, events))
    } catch {
        return "\(error)"
    }
}

/// A sink that takes some bytes and then fails.
private struct FailingSink: ByteSink {
    var room: Int
    var taken = 0

    mutating func write(_ bytes: Span<UInt8>) throws(IOFailure) {
        guard bytes.count <= room else { throw IOFailure(.write, "pipe", errno: 32, reason: "Broken pipe") }
        room -= bytes.count
        taken += bytes.count
    }
}

/// A sink that notes the pieces it gets.
private struct PieceSink: ByteSink {
    var pieces: [String] = []

    mutating func write(_ bytes: Span<UInt8>) {
        pieces.append(String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self))
    }
}

/// Compiles only for what may go to another task.
private func mayBeSent<Value: Sendable & ~Copyable>(_ value: borrowing Value) -> Bool { true }

@Suite struct JSONWriterTests {
    @Test func `Every kind of event is written where it belongs`() throws {
        let text = try written { writer in
            try writer.startObject()
            try writer.key("a")
            try writer.startArray()
            try writer.number(1)
            try writer.number(-2.5)
            try writer.string("x")
            try writer.boolean(true)
            try writer.boolean(false)
            try writer.null()
            try writer.endArray()
            try writer.key("b")
            try writer.startObject()
            try writer.endObject()
            try writer.endObject()
        }
        #expect(text == #"{"a":[1,-2.5,"x",true,false,null],"b":{}}"#)
    }

    @Test func `A parser can write straight into it, and the text of numbers passes through`() throws {
        let text = #" { "a" : [ 1.50, -0, 6.02e23, 123456789012345678901234567890, 1e400 ], "né" : "\u0041\n" } "#
        let writer = try JSON.parse(Array(text.utf8).span, handler: JSON.Writer(to: MemorySink()))
        let bytes = try writer.finish().bytes
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"a":[1.50,-0,6.02e23,123456789012345678901234567890,1e400],"né":"A\n"}"#)
    }

    @Test func `Events out of order are errors that say what was expected`() {
        #expect(fault { try $0.key("a") } == "expected a value but found a member name")
        #expect(fault { try $0.endArray() } == "expected a value but found the end of an array")
        #expect(fault { _ in } == "expected a value but found the end of the text")
        #expect(
            fault {
                try $0.startObject()
                try $0.number(1)
            } == "expected a member name or the end of the object but found a value")
        #expect(
            fault {
                try $0.startObject()
                try $0.startArray()
            } == "expected a member name or the end of the object but found a value")
        #expect(
            fault {
                try $0.startObject()
                try $0.endArray()
            } == "expected a member name or the end of the object but found the end of an array")
        #expect(
            fault {
                try $0.startObject()
                try $0.key("a")
                try $0.endObject()
            } == "expected the value of the member but found the end of an object")
        #expect(
            fault {
                try $0.startObject()
                try $0.key("a")
                try $0.key("b")
            } == "expected the value of the member but found a member name")
        #expect(
            fault {
                try $0.startArray()
                try $0.key("a")
            } == "expected an element or the end of the array but found a member name")
        #expect(
            fault {
                try $0.startArray()
                try $0.endObject()
            } == "expected an element or the end of the array but found the end of an object")
        #expect(
            fault {
                try $0.null()
                try $0.null()
            } == "expected the end of the text, since the root value is complete, but found a value")
        #expect(
            fault {
                try $0.startArray()
                try $0.startArray()
            } == "expected an element or the end of the array but found the end of the text")
        #expect(
            fault {
                try $0.startArray()
                try $0.endArray()
                try $0.value(JSON.loads("[1]"))
            } == "expected the end of the text, since the root value is complete, but found a value")
    }

    @Test func `A refused event leaves the text as it was`() throws {
        let text = try written { writer in
            try writer.startObject()
            #expect(throws: WriterError.self) { try writer.number(1) }
            #expect(throws: WriterError.self) { try writer.endArray() }
            try writer.key("a")
            #expect(throws: WriterError.self) { try writer.number(Double.nan) }
            #expect(throws: WriterError.self) { try writer.key("b") }
            try writer.number(2)
            #expect(throws: WriterError.self) { try writer.string("c") }
            try writer.endObject()
        }
        #expect(text == #"{"a":2}"#)
    }

    @Test func `A million open containers need no stack`() throws {
        let depth = 1_000_000
        let text = try written { writer in
            for _ in 0..<depth { try writer.startArray() }
            for _ in 0..<depth { try writer.endArray() }
        }
        #expect(text.utf8.count == 2 * depth)
        #expect(text.utf8.first == UInt8(ascii: "[") && text.utf8.last == UInt8(ascii: "]"))
    }

    @Test func `Long strings and names go through in pieces and come out whole`() throws {
        var unlimited = JSON.LoadOptions()
        unlimited.parser.limits = .unlimited
        var noise = Noise(seed: 7)
        let alphabet = Array("abc\"\\\n\u{1}é漢😀/")
        for count in [4095, 4096, 4097, 70_000, 200_000] {
            let text = String((0..<count).map { _ in alphabet[Int(noise.next() % UInt64(alphabet.count))] })
            for options in [JSON.WriterOptions.compact, .python, .canonical] {
                let json = try written(options) { writer in
                    try writer.startObject()
                    try writer.key(text)
                    try writer.string(text)
                    try writer.endObject()
                }
                let value = try JSON.loads(json, options: unlimited)
                #expect(value[text]?.string == text)
                #expect(options != .python || json.utf8.allSatisfy { $0 < 0x80 })
            }
        }
    }

    @Test func `The bytes reach the sink about 64 KiB at a time`() throws {
        var writer = JSON.Writer(to: PieceSink())
        try writer.startArray()
        for i in 0..<100_000 { try writer.number(i) }
        try writer.endArray()
        let pieces = try writer.finish().pieces
        #expect(pieces.count > 5)
        #expect(pieces.dropLast().allSatisfy { $0.utf8.count >= 64 << 10 && $0.utf8.count < 80 << 10 })
        let numbers = (0..<100_000).map { "\($0)" }.joined(separator: ",")
        #expect(pieces.joined() == "[\(numbers)]")
    }

    @Test func `A sink that fails midway ends the writing, and its error comes back unchanged`() throws {
        var writer = JSON.Writer(to: FailingSink(room: 100_000))
        var failure: IOFailure?
        do {
            try writer.startArray()
            for i in 0..<1_000_000 { try writer.number(i) }
        } catch let error as IOFailure {
            failure = error
        }
        #expect(failure?.description == "cannot write 'pipe': Broken pipe")
        // Nothing is written over the gap.
        #expect(throws: IOFailure.self) { try writer.number(1) }
        #expect(throws: IOFailure.self) { try writer.flush() }
        do {
            _ = try writer.finish()
            Issue.record("a writer finished over a gap")
        } catch {
            #expect("\(error)" == "cannot write 'pipe': Broken pipe")
        }
    }

    @Test func `Lines take any number of roots, each with its newline`() throws {
        #expect(try written(.lines) { _ in } == "")
        let text = try written(.lines) { writer in
            try writer.number(1)
            try writer.startArray()
            try writer.string("a\nb")
            try writer.endArray()
            try writer.value(JSON.loads(#"{"x":null}"#))
            try writer.string("")
        }
        #expect(text == "1\n[\"a\\nb\"]\n{\"x\":null}\n\"\"\n")
        #expect(
            fault(.lines) { try $0.startArray() }
                == "expected an element or the end of the array but found the end of the text")
    }

    @Test func `Flushing after each root hands every line to the sink`() throws {
        var options = JSON.WriterOptions.lines
        options.flush = .afterEachRoot
        var writer = JSON.Writer(to: PieceSink(), options: options)
        try writer.number(1)
        try writer.value(JSON.loads("[2,[3]]"))
        try writer.startObject()
        try writer.key("a")
        try writer.boolean(true)
        try writer.endObject()
        try writer.raw("[ ]")
        #expect(try writer.finish().pieces == ["1\n", "[2,[3]]\n", "{\"a\":true}\n", "[ ]\n"])
    }

    @Test func `Flushing by hand hands over what is there`() throws {
        var writer = JSON.Writer(to: PieceSink())
        try writer.startArray()
        try writer.flush()
        try writer.number(1)
        try writer.flush()
        try writer.flush()
        try writer.endArray()
        #expect(try writer.finish().pieces == ["[", "1", "]"])
    }

    @Test func `A writer may go to another task if its sink may`() {
        let (memory, stream) = (
            mayBeSent(JSON.Writer(to: MemorySink())), mayBeSent(JSON.Writer(to: DescriptorSink.standardError))
        )
        #expect(memory && stream)
    }

    @Test func `The code of an error tells the kind of fault`() {
        func code(_ events: (inout JSON.Writer<MemorySink>) throws -> Void) -> WriterError.Code? {
            var writer = JSON.Writer(to: MemorySink())
            do {
                try events(&writer)
                return nil
            } catch {
                return (error as? WriterError)?.code
            }
        }
        #expect(code { try $0.key("a") } == .misuse)
        #expect(code { try $0.number(Double.infinity) } == .number)
        #expect(code { try $0.null() } == nil)
    }
}
