import SluiceTestSupport

/// Changes documents at random, in ways that are likely to be close to JSON. The same seed gives the same document.
struct Mutation {
    private var random: Noise
    private let documents: [[UInt8]]

    /// What a scanner has to tell apart, and what it may stumble over.
    static let jsonPieces: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\\\", "\\\"", "\\u", "\\u0000", "\\ud83d", "\\ude00",
            "\\ud83d\\ude00",
            " ", "\n", "\r\n", "\t", "\u{c}", "\u{0}", "\u{1f}", "\u{7f}", "é", "日", "😀", "\u{FEFF}", "true", "fals",
            "null", "nul",
            "0", "-", "-0", "1.", ".5", "1e", "1E+", "1e5", "1e400", "-1e-400", "00", "123456789012345678901", "0.1",
            "NaN",
            "Infinity", "/*", "*/", "//", "'", "{\"a\":1}", "[[]]", "\"\":", ",,", "\"a\\n\"",
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        ]

    /// The same of XML.
    static let xmlPieces: [[UInt8]] =
        [
            "<", ">", "/>", "</", "&", ";", "&#", "&#x", "&#x0;", "&#10;", "&amp;", "&lt;", "&e;", "%p;", "\"", "'",
            "=", "<a>", "</a>",
            "<a/>", "<!--", "-->", "--", "<![CDATA[", "]]>", "]]", "]", "<?", "?>", "<?xml version='1.0'?>",
            "<!DOCTYPE a [", "]>",
            "<!ENTITY e '<a>x</a>'>", "<!ENTITY e '&e;'>", "<!ATTLIST a b CDATA 'd'>", "<!ELEMENT a (a|b)*>",
            "xmlns='u'",
            "xmlns:p='u'", "p:a", ":", " ", "\n", "\r\n", "\r", "\t", "\u{0}", "\u{1f}", "\u{85}", "é", "日", "😀",
            "\u{FEFF}",
            "\u{FFFE}", "x='1'", "encoding='latin1'",
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFF, 0xFE],
            [0x00, 0x3C],
        ]

    private let pieces: [[UInt8]]

    init(of documents: [[UInt8]], seed: UInt64, pieces: [[UInt8]] = Self.jsonPieces) {
        self.documents = documents
        self.pieces = pieces
        random = Noise(seed: seed)
    }

    mutating func next() -> [UInt8] {
        guard var bytes = documents.randomElement(using: &random) else { return [] }
        // Long documents are cut down to a window: most faults need no more, and small ones are told faster.
        if bytes.count > 3000 {
            let start = Int.random(in: 0..<bytes.count - 2000, using: &random)
            bytes = Array(bytes[start..<start + Int.random(in: 1...2000, using: &random)])
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 0...20, using: &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: bytes.removeSubrange(at..<end)
        case 1: bytes.removeSubrange(at...)
        case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
        case 3: if at < bytes.count { bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 4: if at < bytes.count { bytes[at] = .random(in: 0...255, using: &random) }
        case 5:
            // A long run puts what follows to another place of its block.
            let piece = pieces.randomElement(using: &random) ?? []
            bytes.insert(contentsOf: [UInt8](repeating: piece, times: Int.random(in: 1...80, using: &random)), at: at)
        case 6:
            let other = documents.randomElement(using: &random) ?? []
            let start = Int.random(in: 0...other.count, using: &random)
            bytes.insert(contentsOf: other[start..<min(other.count, start + 40)], at: at)
        default: bytes.replaceSubrange(at..<end, with: pieces.randomElement(using: &random) ?? [])
        }
    }
}
