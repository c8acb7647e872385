import Fuzzing
import SluiceCore
import SluiceJSON

/// Bytes that may be JSON, and how they are to be read.
struct JSONDocument {
    let bytes: [UInt8]
    let options: JSON.ParserOptions
    /// Bytes of the pieces that it comes in.
    let piece: Int
    let selection: JSON.RecordSelection

    init(_ bytes: [UInt8], options choice: UInt8, sizes: UInt8) {
        self.bytes = bytes
        piece = Int(sizes % 32) + 1
        selection =
            [.lines, .concatenated, .textSequence, "$[*]", "$.a[*]", "$.*.a", ["$.a", "/b/*"], "$"][Int(sizes / 32)]
        var options = JSON.ParserOptions()
        options.allowsComments = choice & 1 != 0
        options.allowsTrailingCommas = choice & 2 != 0
        options.allowsNonFinite = choice & 4 != 0
        options.allowsControlCharacters = choice & 8 != 0
        options.unpairedSurrogates = choice & 16 != 0 ? .replace : .reject
        if choice & 32 != 0 {
            options.limits.depth = 3
            options.limits.textBytes = 9
            options.limits.numberCharacters = 5
            options.limits.recordBytes = 40
        }
        self.options = options
    }

    /// Whether those who read the start of a document take it for UTF-8.
    private var isUTF8: Bool {
        !bytes.prefix(4).contains(0) && !(bytes.count >= 2 && bytes[0] ^ bytes[1] == 1 && bytes[0] >= 0xFE)
    }

    /// Whole, in pieces and pulled: the same text or the same error.
    func checkParsing() {
        let whole = outcome {
            try JSON.parse(
                bytes.span, handler: JSON.Writer(to: MemorySink(), options: .init(nonFinite: .literal)),
                options: options
            )
            .finish().bytes
        }
        let pieces = outcome {
            var parser = JSON.Parser(
                handler: JSON.Writer(to: MemorySink(), options: .init(nonFinite: .literal)), options: options)
            for start in stride(from: 0, to: bytes.count, by: piece) {
                try parser.feed(Array(bytes[start..<min(start + piece, bytes.count)]))
            }
            return try parser.finish().finish().bytes
        }
        expect(whole, pieces, "in pieces of \(piece)")
        guard isUTF8 else { return }
        let source = outcome {
            try JSON.parse(
                Dribble(bytes: bytes, piece: piece),
                handler: JSON.Writer(to: MemorySink(), options: .init(nonFinite: .literal)), options: options
            ).finish().bytes
        }
        expect(whole, source, "from a source that gives \(piece)")
    }

    /// What was loaded is written and loaded again as the same.
    func checkValue() {
        var load = JSON.LoadOptions(parser: options)
        load.numbers = bytes.count & 1 == 0 ? .binary : .exact
        guard let value = try? JSON.loads(bytes, options: load) else { return }
        var lenient = JSON.LoadOptions()
        lenient.parser.allowsNonFinite = true
        lenient.numbers = load.numbers
        for options in [
            JSON.WriterOptions(nonFinite: .literal),
            .init(indent: 1, sortKeys: true, ensureASCII: true, nonFinite: .literal),
        ] {
            guard let text = try? value.dumps(options), let again = try? JSON.loads(text, options: lenient) else {
                fatalError("what was loaded is not written and loaded again")
            }
            require(again == value && again.hashValue == value.hashValue, "it changed on the way: \(text)")
        }
        if let canonical = try? value.dumps(.canonical) {
            require((try? JSON.loads(canonical).dumps(.canonical)) == canonical, "canonical form: \(canonical)")
        }
        require(value.detached() == value, "detached it is another")
    }

    /// Records come the same, whatever the source gives at a time.
    func checkRecords() {
        var options = JSON.RecordOptions()
        options.parser = self.options
        // These are refused.
        options.parser.allowsComments = false
        options.badRecords = piece & 1 == 0 ? .stop : .collect(atMost: 10)
        func text<Source: ByteSource & ~Copyable>(_ open: () throws -> JSON.Records<Source>) -> [UInt8] {
            var all: [UInt8] = []
            let end = outcome {
                var records = try open()
                while let record = try records.next() {
                    all += (try? record.dumpsBytes(.init(nonFinite: .literal))) ?? []
                    all += "@\(records.offset) \(records.path)\n".utf8
                }
                return Array("end, \(records.badRecordCount) bad".utf8)
            }
            return all + end
        }
        let whole = text { try JSON.records(at: selection, in: bytes, options: options) }
        let pieces = text { try JSON.records(at: selection, in: Dribble(bytes: bytes, piece: piece), options: options) }
        expect(whole, pieces, "records \(selection) of a source that gives \(piece)")
    }
}
