internal import CScan

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

// What is looked at before anything is written.
extension XML.TextBuilder {
    /// Whether a code point is a character of XML (XML 1.0, production 2).
    static func isCharacter(_ value: UInt32) -> Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Checks a name with its prefix; returns where its colon is, or 0.
    func checkQualified(_ name: Span<UInt8>, isAttribute: Bool) throws(WriterError) -> Int {
        guard options.processesNamespaces else {
            guard Self.isName(name, allowsColons: true) else { throw Self.noName(name) }
            try checkEncodable(name)
            return 0
        }
        var colon = 0
        for i in name.indices where name[i] == UInt8(ascii: ":") {
            colon = i
            break
        }
        if colon > 0 {
            guard Self.isName(name.extracting(..<colon)), Self.isName(name.extracting((colon + 1)...)),
                !equals(name.extracting(..<colon), "xmlns")
            else { throw Self.noName(name) }
        } else {
            guard Self.isName(name) else { throw Self.noName(name) }
        }
        try checkEncodable(name)
        return colon
    }

    /// Checks a name in parts.
    func checkParts(_ local: Span<UInt8>, _ uri: Span<UInt8>, _ prefix: Span<UInt8>) throws(WriterError) {
        guard Self.isName(local) else { throw Self.noName(local) }
        try checkEncodable(local)
        if !prefix.isEmpty {
            guard Self.isName(prefix) else { throw Self.noName(prefix) }
            try checkEncodable(prefix)
        }
        try checkURI(uri)
    }

    /// Checks a declaration of a namespace (Namespaces in XML 1.0, section 3).
    func checkDeclaration(_ prefix: Span<UInt8>, _ uri: Span<UInt8>) throws(WriterError) {
        if !prefix.isEmpty {
            guard Self.isName(prefix) else { throw Self.noName(prefix) }
            try checkEncodable(prefix)
        }
        try checkURI(uri)
        let isXML = equals(prefix, "xml")
        let isAllowed =
            isXML == equals(uri, PrefixesInForce.xmlURI) && !equals(prefix, "xmlns")
            && !equals(uri, PrefixesInForce.xmlnsURI) && (prefix.isEmpty || !uri.isEmpty)
        guard isAllowed else {
            throw WriterError(
                .name, "the namespace declaration of '\(XML.shown(prefix))' as '\(XML.shown(uri))' is not allowed")
        }
    }

    private func checkURI(_ uri: Span<UInt8>) throws(WriterError) {
        let fault = Self.textFault(uri)
        if fault < uri.count { throw Self.illegal(uri, at: fault) }
    }

    /// Checks text that is written as it is, where no reference may stand.
    func checkPlain(_ text: Span<UInt8>) throws(WriterError) {
        if replacement == nil {
            let fault = Self.textFault(text)
            if fault < text.count { throw Self.illegal(text, at: fault) }
        }
        try checkEncodable(text)
    }

    /// Whether the encoding has all characters of `text`.
    func checkEncodable(_ text: Span<UInt8>) throws(WriterError) {
        guard charset != SLUICE_XML_TO_UTF8 else { return }
        // ISO-8859-1 has those that begin with the bytes 0xC2 and 0xC3.
        let isLatin = charset == SLUICE_XML_TO_LATIN1
        for i in text.indices where text[i] >= (isLatin ? 0xC4 : 0x80) {
            let (value, _) = Self.character(of: text, at: i)
            throw notEncodable(value)
        }
    }

    func notEncodable(_ value: UInt32) -> WriterError {
        WriterError(
            .encoding,
            "\(Self.words(for: value)) is not in \(options.encoding.rawValue), and no reference may stand here")
    }

    static func illegal(_ text: Span<UInt8>, at index: Int) -> WriterError {
        WriterError(.text, "\(words(for: character(of: text, at: index).value)) is no character that XML allows")
    }

    static func noName(_ name: Span<UInt8>) -> WriterError {
        WriterError(.name, "expected a name but found '\(XML.shown(name))'")
    }

    private static func words(for value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }

    static func isName(_ name: Span<UInt8>, allowsColons: Bool = false) -> Bool {
        unsafe name.withUnsafeBufferPointer { unsafe sluice_xml_is_name($0.baseAddress, $0.count, allowsColons) }
    }

    static func textFault(_ text: Span<UInt8>) -> Int {
        unsafe text.withUnsafeBufferPointer { unsafe Int(sluice_xml_text_fault($0.baseAddress, $0.count)) }
    }

    /// The character at a place, and its bytes. What is no UTF-8 counts as U+FFFD of one byte.
    static func character(of text: Span<UInt8>, at index: Int) -> (value: UInt32, bytes: Int) {
        let bytes = [UInt8](copying: text.extracting(index..<min(index + 4, text.count)))
        guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return (0xFFFD, 1) }
        if scalar.value == 0xFFFD, bytes.first != 0xEF || bytes.count < 3 { return (0xFFFD, 1) }
        return (scalar.value, UTF8.width(scalar))
    }
}

/// Whether some bytes are those of a text.
func equals(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    // Safe: a static text is there for good.
    return equals(bytes, unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
}

func equals(_ bytes: Span<UInt8>, _ others: Span<UInt8>) -> Bool {
    guard bytes.count == others.count else { return false }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe others.withUnsafeBufferPointer { others in
            unsafe bytes.isEmpty || memcmp(bytes.baseAddress!, others.baseAddress!, bytes.count) == 0
        }
    }
}

extension XML {
    /// Text for a message: all, or its beginning.
    static func shown(_ text: Span<UInt8>) -> String {
        let most = 100
        let beginning = String(decoding: [UInt8](copying: text.extracting(..<min(text.count, most))), as: UTF8.self)
        return text.count > most ? beginning + "…" : beginning
    }
}
