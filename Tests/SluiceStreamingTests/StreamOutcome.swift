import SluiceStreaming
import SluiceTestSupport
import Testing

/// What reading a stream came to: each record with its place, errors in theirs.
struct StreamOutcome: Equatable, CustomStringConvertible {
    var lines: [String] = []
    var description: String { lines.joined(separator: "\n") }

    init(_ lines: [String]) { self.lines = lines }

    /// Reads `bytes` in the pieces of `feeding`.
    init(
        _ bytes: [UInt8], as framing: DocumentFraming, feeding: Feeding = .whole,
        options: StreamOptions = StreamOptions()
    ) {
        var decoder = DocumentDecoder(framing, options: options)
        for piece in feeding.pieces(of: bytes) {
            decoder.feed(piece)
            drain(&decoder)
        }
        decoder.finish()
        drain(&decoder)
        if !decoder.isFinished { lines.append("not finished") }
        drain(&decoder)
    }

    private mutating func drain(_ decoder: inout DocumentDecoder) {
        while true {
            do throws(StreamError) {
                guard let record = try decoder.next() else { return }
                lines.append("\(decoder.ordinal)@\(decoder.offset): \(Self.describe(record))")
            } catch {
                lines.append(Self.describe(error))
            }
        }
    }

    static func describe(_ record: StreamRecord) -> String {
        switch record {
        case .json(let value): (try? value.dumps()) ?? "?"
        case .xml(let element): (try? element.tostring()) ?? "?"
        }
    }

    /// All of an error except its line, of which there is more or less at hand.
    static func describe(_ error: StreamError) -> String {
        let position = error.cause.position
        return "\(error.ordinal)!\(error.offset) \(position.line):\(position.column) \(error.code)"
            + (error.isResumable ? " (goes on)" : "") + ": \(error.message)"
    }
}

/// Checks that `bytes` give `expected` however they arrive.
func expectStream(
    _ bytes: [UInt8], as framing: DocumentFraming, options: StreamOptions = StreamOptions(), _ expected: [String],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let expected = StreamOutcome(expected)
    for window in [16, 4 << 10] {
        var options = options
        options.windowBytes = window
        for feeding in Feeding.all(for: bytes.count) {
            let outcome = StreamOutcome(bytes, as: framing, feeding: feeding, options: options)
            guard outcome != expected else { continue }
            #expect(outcome == expected, "window \(window), \(feeding)", sourceLocation: sourceLocation)
            return
        }
    }
}

func expectStream(
    _ text: String, as framing: DocumentFraming, options: StreamOptions = StreamOptions(), _ expected: [String],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expectStream(Array(text.utf8), as: framing, options: options, expected, sourceLocation: sourceLocation)
}

extension StreamOptions {
    static var resynchronising: StreamOptions {
        var options = StreamOptions()
        options.resynchronises = true
        return options
    }
}

/// A document behind its length, in four bytes.
func frame(_ text: String) -> [UInt8] {
    let count = UInt32(text.utf8.count)
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + Array(text.utf8)
}
