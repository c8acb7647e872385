internal import SluiceCore

/// What can be written of a tree's names, comments and processing instructions, in which no reference may stand.
struct TreeRules {
    private let isLenient: Bool
    /// The greatest byte of UTF-8 that begins a character of the encoding.
    private let lastByte: UInt8
    private let encoding: String

    init(_ options: XML.TreeWritingOptions, encoding: XML.TreeWritingOptions.Encoding) {
        isLenient = options.isLenient
        self.encoding = encoding.rawValue
        lastByte =
            switch encoding {
            case .utf8, .utf16: 0xFF
            case .ascii: 0x7F
            case .latin1: 0xC3
            }
    }

    /// Checks a name. Colons are those of a document that was read without namespaces.
    func check(_ name: XML.QName) throws(XML.TreeWritingError) {
        if isLenient { return }
        guard XML.TextBuilder.isName(name.local.utf8.span, allowsColons: name.uri.isEmpty) else {
            throw XML.TreeWritingError("expected a name but found '\(XML.shown(name.local.utf8.span))'")
        }
        // Declarations that were read as attributes: a tree's follow from its names.
        guard !equals(name.uri.utf8.span, PrefixesInForce.xmlnsURI) else {
            throw XML.TreeWritingError("the attribute '\(name.local)' declares a namespace, and cannot be written")
        }
        try checkEncodable(name.local.utf8.span)
    }

    /// Checks that a comment or processing instruction ends where it should, and is one.
    func check(_ kind: XML.Element.Kind, _ text: Span<UInt8>) throws(XML.TreeWritingError) {
        if isLenient { return }
        do throws(WriterError) {
            if kind == .comment {
                try XML.TextBuilder.checkComment(text)
            } else {
                var end = 0
                while end < text.count, text[end] > 0x20 { end += 1 }
                try XML.TextBuilder.checkInstruction(
                    text.extracting(..<end), text.extracting(end...), allowsColons: true)
            }
        } catch {
            throw XML.TreeWritingError(error.message)
        }
        try checkEncodable(text)
    }

    private func checkEncodable(_ text: Span<UInt8>) throws(XML.TreeWritingError) {
        if lastByte == 0xFF { return }
        for i in text.indices where text[i] > lastByte {
            throw XML.TreeWritingError(
                "'\(XML.shown(text))' has characters that \(encoding) lacks, and no reference may stand here")
        }
    }
}
