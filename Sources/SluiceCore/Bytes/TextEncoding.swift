/// The encodings of Unicode that a document may come in.
package enum TextEncoding: Sendable, Hashable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case utf32LittleEndian
    case utf32BigEndian

    /// Bytes that ``detect(_:)`` wants to see, unless the document is shorter.
    package static let detectionBytes = 4

    /// The encoding that a document's first bytes tell of, and how many of them are a byte order mark.
    ///
    /// Without a mark it goes by where the zero bytes stand (RFC 4627, section 3): the first character of a document is
    /// ASCII, the second need not be (a string that begins with it, say).
    package static func detect(_ first: Span<UInt8>) -> (encoding: TextEncoding, markBytes: Int) {
        func at(_ index: Int) -> UInt8? { index < first.count ? first[index] : nil }
        switch (at(0), at(1), at(2), at(3)) {
        case (0xEF, 0xBB, 0xBF, _): return (.utf8, 3)
        case (0xFF, 0xFE, 0, 0): return (.utf32LittleEndian, 4)
        case (0, 0, 0xFE, 0xFF): return (.utf32BigEndian, 4)
        case (0xFF, 0xFE, _, _): return (.utf16LittleEndian, 2)
        case (0xFE, 0xFF, _, _): return (.utf16BigEndian, 2)
        case (0, 0, 0, .some(1...)): return (.utf32BigEndian, 0)
        case (.some(1...), 0, 0, 0): return (.utf32LittleEndian, 0)
        case (0, .some(1...), _, _): return (.utf16BigEndian, 0)
        case (.some(1...), 0, _, _): return (.utf16LittleEndian, 0)
        default: return (.utf8, 0)
        }
    }

    /// Bytes of one code unit.
    package var unitBytes: Int {
        switch self {
        case .utf8: 1
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
        }
    }

    /// - Parameter unitBytes: 1, 2 or 4.
    package init(unitBytes: Int, isLittleEndian: Bool) {
        switch unitBytes {
        case 2: self = isLittleEndian ? .utf16LittleEndian : .utf16BigEndian
        case 4: self = isLittleEndian ? .utf32LittleEndian : .utf32BigEndian
        default: self = .utf8
        }
    }

    /// As it is registered.
    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .utf32LittleEndian: "UTF-32LE"
        case .utf32BigEndian: "UTF-32BE"
        }
    }

    package var isLittleEndian: Bool { self == .utf16LittleEndian || self == .utf32LittleEndian }
}
