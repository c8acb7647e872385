import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

/// What reading the records of an input came to: each record with its place, then the error or the end.
struct RecordOutcome: Equatable, CustomStringConvertible {
    var lines: [String] = []
    var description: String { lines.joined(separator: "\n") }

    init(_ lines: [String]) { self.lines = lines }

    /// Reads `bytes` in the pieces of `feeding`.
    init(
        _ bytes: [UInt8], at selection: JSON.RecordSelection, feeding: Feeding = .whole,
        options: JSON.RecordOptions = JSON.RecordOptions()
    ) {
        do {
            var parser = try JSON.RecordParser(at: selection, options: options)
            var pieces = feeding.pieces(of: bytes)[...]
            while true {
                while let record = try parser.next() {
                    lines.append("\(parser.ordinal) \(parser.path)@\(parser.offset): \(try record.dumps())")
                    let raw = try JSON.loads(parser.rawBytes, options: .init(parser: options.parser))
                    if try raw.dumps() != record.dumps() { lines.append("raw bytes differ") }
                    if bytes[parser.offset] != parser.rawBytes.first { lines.append("offset is wrong") }
                }
                if parser.isFinished { break }
                if let piece = pieces.popFirst() { parser.feed(piece) } else { parser.finish() }
            }
            for error in parser.errors { lines.append("left out: " + Self.describe(error)) }
            if parser.badRecordCount > 0 { lines.append("left out \(parser.badRecordCount)") }
        } catch {
            lines.append((error as? ParseError).map(Self.describe) ?? "\(error)")
        }
    }

    /// All of an error except its line, of which there is more or less at hand.
    static func describe(_ error: ParseError) -> String {
        "\(error.position.line):\(error.position.column) @\(error.position.offset) \(error.path) \(error.code): \(error.message)"
    }
}

/// Checks that `text` gives `expected` however it arrives, with windows of several sizes, on one thread and on two.
func expectRecords(
    _ text: String, at selection: JSON.RecordSelection, options: JSON.RecordOptions = JSON.RecordOptions(),
    _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
    let bytes = Array(text.utf8)
    let expected = RecordOutcome(expected)
    for window in [16, 64, 256 << 10] {
        var options = options
        options.windowBytes = window
        for feeding in window == 64 ? Feeding.all(for: bytes.count) : [.whole, .bytewise, .random(seed: 1)] {
            let outcome = RecordOutcome(bytes, at: selection, feeding: feeding, options: options)
            guard outcome != expected else { continue }
            #expect(outcome == expected, "window \(window), \(feeding)", sourceLocation: sourceLocation)
            return
        }
        options.workers = 2
        let outcome = RecordOutcome(bytes, at: selection, feeding: .random(seed: 2), options: options)
        #expect(outcome == expected, "window \(window), two workers", sourceLocation: sourceLocation)
    }
}
