/// What the first line of a document says: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` (production 23).
struct XMLDeclaration {
    private(set) var version = "1.0"
    private(set) var encoding: String?
    /// Where in the text the encoding's name stands.
    private(set) var encodingAt: Int?
    private(set) var isStandalone: Bool?

    /// Reads the text between `<?xml` and `?>`.
    /// - Parameter makeError: Makes an error of what is wrong and where in the text.
    /// - Parameter isEntity: Whether it begins an external entity: there the version may be left out, not the encoding.
    init(
        _ text: Span<UInt8>, isEntity: Bool = false, makeError: (_ message: String, _ offset: Int) -> any Error
    ) throws {
        var i = 0
        func skipSpace() { while i < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[i]) { i += 1 } }
        var stage = 0
        while true {
            let before = i
            skipSpace()
            if i == text.count { break }
            guard i > before else { throw makeError("expected white space in the XML declaration", i) }
            let start = i
            while i < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[i]) { i += 1 }
            let name = String(decoding: (start..<i).map { text[$0] }, as: UTF8.self)
            skipSpace()
            guard i < text.count, text[i] == UInt8(ascii: "=") else {
                throw makeError("expected '=' in the XML declaration", i)
            }
            i += 1
            skipSpace()
            guard i < text.count, text[i] == UInt8(ascii: "\"") || text[i] == UInt8(ascii: "'") else {
                throw makeError("expected a quoted value in the XML declaration", i)
            }
            let quote = text[i]
            let valueAt = i + 1
            i = valueAt
            while i < text.count, text[i] != quote { i += 1 }
            guard i < text.count else {
                throw makeError("expected a quote that ends the value in the XML declaration", i)
            }
            let bytes = (valueAt..<i).map { text[$0] }
            let value = String(decoding: bytes, as: UTF8.self)
            i += 1
            switch name {
            case "version" where stage == 0:
                // Production 26: any 1.x is read as 1.0 (section 2.8).
                guard value.hasPrefix("1."), bytes.count > 2, bytes.dropFirst(2).allSatisfy(Self.isDigit) else {
                    throw makeError("expected a version 1.0 but found '\(value)'", valueAt)
                }
                version = value
                stage = 1
            case "encoding" where stage == 1 || (isEntity && stage == 0):
                guard let first = bytes.first, Self.isLetter(first), bytes.allSatisfy(Self.isNameByte) else {
                    throw makeError("'\(value)' is not the name of an encoding", valueAt)
                }
                encoding = value
                encodingAt = valueAt
                stage = 2
            case "standalone" where !isEntity && (stage == 1 || stage == 2):
                guard value == "yes" || value == "no" else {
                    throw makeError("expected standalone to be 'yes' or 'no' but found '\(value)'", valueAt)
                }
                isStandalone = value == "yes"
                stage = 3
            default:
                throw makeError("expected version, encoding and standalone in this order, but found '\(name)'", start)
            }
        }
        if isEntity ? encoding == nil : stage == 0 {
            throw makeError(isEntity ? "the text declaration has no encoding" : "the XML declaration has no version", i)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }
}
