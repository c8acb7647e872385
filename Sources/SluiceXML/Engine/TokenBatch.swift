/// Some tokens of a document, as the scanner wrote them: four words each, see `XMLScan.h`.
@usableFromInline
@unsafe package struct TokenBatch {
    @usableFromInline package let tokens: UnsafePointer<UInt64>
    @usableFromInline package let count: Int
    /// The parser's names, four words each.
    @usableFromInline package let names: UnsafePointer<UInt64>

    init(tokens: UnsafePointer<UInt64>, count: Int, names: UnsafePointer<UInt64>) {
        unsafe self.tokens = tokens
        unsafe self.count = count
        unsafe self.names = names
    }

    /// Hands each token to `handler`. Inlined into the caller's module, so that the handler's methods are, too.
    @inlinable
    func deliver<Handler: XML.ContentHandler & ~Copyable>(to handler: inout Handler, by tokenizer: Tokenizer) throws {
        var token = unsafe tokens
        while unsafe token < tokenizer.deliveryEnd {
            try unsafe deliver(&token, to: &handler, by: tokenizer)
        }
    }

    /// Hands each token to `handler`, text in one piece: without tokens, what there is of it.
    @inlinable
    func deliverWhole<Handler: XML.ContentHandler & ~Copyable>(
        to handler: inout Handler, by tokenizer: Tokenizer
    ) throws {
        var token = unsafe tokens
        while unsafe token < tokenizer.deliveryEnd {
            if unsafe Tokenizer.isPartOfText(token) {
                unsafe tokenizer.token = token
                if try unsafe !tokenizer.isWholeText(token) {
                    try unsafe tokenizer.gather(token)
                    unsafe token += 4
                    continue
                }
            } else if tokenizer.isGathering {
                unsafe tokenizer.token = token
                try tokenizer.deliverGathered(to: &handler)
                if tokenizer.isStopped { return }
            }
            try unsafe deliver(&token, to: &handler, by: tokenizer)
        }
        if unsafe count == 0, tokenizer.isGathering { try tokenizer.deliverGathered(to: &handler) }
    }

    /// Hands one token to `handler`, and goes to the next.
    @inlinable @inline(__always)
    func deliver<Handler: XML.ContentHandler & ~Copyable>(
        _ token: inout UnsafePointer<UInt64>, to handler: inout Handler, by tokenizer: Tokenizer
    ) throws {
        // Safe: the scanner's tokens speak of the scanned bytes, which the caller holds until we return, or of its own
        // memory, which stays until the next scan; names have one of its numbers.
        let word = unsafe token[0]
        unsafe tokenizer.token = token
        switch UInt8(truncatingIfNeeded: word >> 56) {
        case UInt8(ascii: "S"):
            let attributes = Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
            let name = unsafe XML.Name(record: names + 4 * Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF))
            unsafe token += 4
            try handler.startElement(name, unsafe XML.Attributes(first: token, names: names, count: attributes))
            unsafe token += 4 * attributes
            return
        case UInt8(ascii: "E"):
            try handler.endElement(
                unsafe XML.Name(record: names + 4 * Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF)))
        case UInt8(ascii: "T"):
            let base = unsafe UnsafePointer<UInt8>(bitPattern: UInt(token[2])).unsafelyUnwrapped
            let text = unsafe XML.Text(utf8: Span(_unsafeStart: base, count: Int(truncatingIfNeeded: token[3])))
            if word >> 48 & 2 == 0 {
                try handler.characters(text)
            } else {
                try handler.ignorableWhitespace(text)
            }
        case UInt8(ascii: "N"):
            let next = unsafe token + 4
            try handler.startPrefixMapping(unsafe Self.text(token), uri: unsafe Self.text(next))
            unsafe token = next
        case UInt8(ascii: "n"): try handler.endPrefixMapping(unsafe Self.text(token))
        case UInt8(ascii: "P"):
            let text = unsafe Self.text(token)
            let split = Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
            try handler.processingInstruction(
                target: XML.Text(utf8: text.utf8.extracting(first: split)),
                data: XML.Text(utf8: text.utf8.extracting(droppingFirst: split)))
        case UInt8(ascii: "K"): try handler.skippedEntity(unsafe Self.text(token))
        default: try unsafe tokenizer.report(token)
        }
        unsafe token += 4
    }

    /// The name of an element's or attribute's token, by its number.
    @_lifetime(immortal)
    package func name(_ number: Int) -> XML.Name {
        // Safe: names have one of the scanner's numbers, and stay until the next scan.
        unsafe _overrideLifetime(XML.Name(record: names + 4 * number), copying: ())
    }

    /// The text of a token.
    @inlinable
    @_lifetime(immortal)
    package static func text(_ token: UnsafePointer<UInt64>) -> XML.Text {
        // Safe: see `deliver`. A text of no bytes may have no address.
        let base = unsafe UnsafePointer<UInt8>(bitPattern: UInt(token[2]))
        let buffer = unsafe UnsafeBufferPointer(start: base, count: Int(truncatingIfNeeded: token[3]))
        return unsafe _overrideLifetime(XML.Text(utf8: Span(_unsafeElements: buffer)), copying: ())
    }
}
