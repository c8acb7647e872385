/// What the name of an encoding means (IANA's registry of character sets), upper and lower case alike.
enum EncodingName: Equatable {
    /// Where the byte order is `nil`, the document's first bytes tell.
    case unicode(unitBytes: Int, isLittleEndian: Bool?)
    case latin1
    case ascii
    /// By the name under which the system may know it.
    case other(String)

    init(_ name: String) {
        let name = name.uppercased()
        switch name {
        case "UTF-8", "UTF8": self = .unicode(unitBytes: 1, isLittleEndian: nil)
        case "UTF-16", "UTF16", "ISO-10646-UCS-2", "UCS-2", "UCS2", "CSUNICODE", "UNICODE":
            self = .unicode(unitBytes: 2, isLittleEndian: nil)
        case "UTF-16LE", "UCS-2LE": self = .unicode(unitBytes: 2, isLittleEndian: true)
        case "UTF-16BE", "UCS-2BE": self = .unicode(unitBytes: 2, isLittleEndian: false)
        case "UTF-32", "UTF32", "ISO-10646-UCS-4", "UCS-4", "UCS4", "CSUCS4":
            self = .unicode(unitBytes: 4, isLittleEndian: nil)
        case "UTF-32LE", "UCS-4LE": self = .unicode(unitBytes: 4, isLittleEndian: true)
        case "UTF-32BE", "UCS-4BE": self = .unicode(unitBytes: 4, isLittleEndian: false)
        case "ISO-8859-1", "ISO_8859-1", "ISO8859-1", "LATIN1", "LATIN-1", "L1", "ISO-LATIN-1", "CP819", "IBM819":
            self = .latin1
        case "US-ASCII", "ASCII", "ANSI_X3.4-1968", "ISO646-US", "ISO_646.IRV", "CSASCII": self = .ascii
        default: self = .other(Self.systemNames[name] ?? name)
        }
    }

    /// Names of the WHATWG's registry that `iconv` does not know, or knows otherwise.
    private static let systemNames = [
        "MACINTOSH": "MACINTOSH", "X-MAC-ROMAN": "MACINTOSH", "X-MAC-CYRILLIC": "MAC-CYRILLIC",
        "WINDOWS-874": "CP874", "WINDOWS-949": "CP949", "KS_C_5601-1987": "CP949", "WINDOWS-31J": "CP932",
        "X-SJIS": "SHIFT_JIS", "X-GBK": "GBK", "X-EUC-JP": "EUC-JP", "BIG5-HKSCS": "BIG5-HKSCS",
        "ISO-8859-8-I": "ISO-8859-8", "ISO-8859-8-E": "ISO-8859-8", "DOS-874": "CP874",
    ]
}
