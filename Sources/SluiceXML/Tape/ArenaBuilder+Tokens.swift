internal import CScan

extension ArenaBuilder {
    /// Builds what the tokens of a batch say, from one on.
    ///
    /// - Returns: Whether it stopped in front of the end of the outermost element, which it was told to do.
    @discardableResult
    mutating func take(
        _ token: inout UnsafePointer<UInt64>, upTo end: UnsafePointer<UInt64>, of batch: TokenBatch,
        _ lines: inout LineCounter
    ) throws(Overflow) -> Bool {
        while true {
            // Safe: the tokens, their text and names, and the bytes where lines are counted are those of one batch.
            var next: UnsafePointer<UInt64>? = unsafe token
            let status = unsafe sluice_xml_tree_take(&tree, &next, end, batch.names, &lines.counts)
            unsafe token = next ?? end
            switch status {
            case SLUICE_XML_TREE_FINE: return false
            case SLUICE_XML_TREE_ROOT_END: return true
            case SLUICE_XML_TREE_NEW_NAME:
                guard let named = unsafe tree.stopped_at else { return false }
                _ = try add(
                    unsafe XML.Name(record: batch.names + 4 * Int(truncatingIfNeeded: named[1] & 0xFFFF_FFFF)))
            case SLUICE_XML_TREE_SKIPPED:
                let name = unsafe String(TokenBatch.text(token))
                guard keepsReferences else { throw unsafe Overflow(skipped: name, at: token) }
                try self.text("&\(name);".utf8.span)
                unsafe token += 4
            default: throw Self.overflow(status)
            }
        }
    }

    /// Builds what one token says, a start tag's with its attributes, and goes on to the next.
    mutating func take(
        _ token: inout UnsafePointer<UInt64>, _ batch: TokenBatch, _ lines: inout LineCounter
    ) throws(Overflow) {
        try unsafe take(&token, upTo: token + 4, of: batch, &lines)
    }

    /// Whether comments and processing instructions become nodes.
    mutating func setOptions(_ options: XML.TreeOptions) {
        keepsReferences = options.parser.recovers
        unsafe tree.takes_comments = options.insertsComments
        unsafe tree.takes_instructions = options.insertsProcessingInstructions
    }

    /// Has ``take(_:upTo:of:_:)`` stop in front of the end of the outermost element.
    mutating func stopAtRoot() { unsafe tree.stops_at_root = true }

    /// The name and attributes of a start tag, as an element of its own.
    func head(of token: UnsafePointer<UInt64>, _ batch: TokenBatch, line: Int) -> Branch {
        let count = unsafe Int(truncatingIfNeeded: token[0] & 0xFFFF_FFFF)
        let name = { (token: UnsafePointer<UInt64>) in
            NodeName(
                XML.QName(unsafe XML.Name(record: batch.names + 4 * Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF))))
        }
        var attributes: [(String, String)] = []
        for i in 0..<count {
            let attribute = unsafe token + 4 * (i + 1)
            attributes.append((unsafe name(attribute).clark, unsafe String(TokenBatch.text(attribute))))
        }
        return Branch(
            name: unsafe name(token), attributes: XML.Element.Attributes(unique: attributes), line: line)
    }
}
