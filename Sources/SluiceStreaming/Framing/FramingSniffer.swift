internal import SluiceCore

/// Decides by a stream's first bytes how it is framed.
struct FramingSniffer {
    /// What has come so far.
    private(set) var held: [UInt8] = []
    private static let mostBlanks = 1024

    mutating func feed(_ bytes: Span<UInt8>) { held.append(copying: bytes) }

    /// `nil` where that takes more bytes.
    /// - Throws: ``ParseError`` where it cannot be told.
    func decide(name: String?) throws(ParseError) -> DocumentFraming? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        // Part of a mark decides nothing: whatever follows, it is not white space.
        if held.count < mark.count, !held.isEmpty, held.elementsEqual(mark.prefix(held.count)) { return nil }
        let start = held.starts(with: mark) ? mark.count : 0
        var tracker = PositionTracker()
        for index in start..<max(held.count, start) {
            let byte = held[index]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D:
                guard index - start == Self.mostBlanks else { continue }
                tracker.advance(over: held.span.extracting(first: index))
                throw ParseError(
                    .limitExceeded, "more than \(Self.mostBlanks) bytes of white space before the first document",
                    at: tracker.position, sourceName: name)
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                return .concatenatedJSON
            case UInt8(ascii: "<"): return .wholeDocument(.xml)
            case 0x1E: return .jsonSequence
            default:
                tracker.advance(over: held.span.extracting(first: index))
                throw ParseError(
                    .syntax,
                    "expected a JSON value, '<' or a record separator (0x1E) to tell the framing by, but found \(Self.shown(byte))",
                    at: tracker.position, sourceName: name)
            }
        }
        return nil
    }

    private static func shown(_ byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }
}
