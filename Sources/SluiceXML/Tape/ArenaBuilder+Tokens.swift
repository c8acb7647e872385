extension ArenaBuilder {
    /// Builds what all tokens of a batch say. In one call, so that access to the builder is checked once.
    mutating func take(
        all batch: TokenBatch, _ options: XML.TreeOptions, _ lines: inout LineCounter
    ) throws(ArenaBuilder.Overflow) {
        var token = unsafe batch.tokens
        let end = unsafe token + 4 * batch.count
        while unsafe token < end { try unsafe take(&token, batch, options, &lines) }
    }

    /// Builds what a token says, and goes on to the next.
    @inline(__always)
    mutating func take(
        _ token: inout UnsafePointer<UInt64>, _ batch: TokenBatch, _ options: XML.TreeOptions,
        _ lines: inout LineCounter
    ) throws(ArenaBuilder.Overflow) {
        let word = unsafe token[0]
        switch UInt8(truncatingIfNeeded: word &>> 56) {
        case UInt8(ascii: "S"):
            let count = Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
            let name = try unsafe self.name(token, batch)
            try self.start(name, attributes: count, line: unsafe lines.line(of: token))
            unsafe token += 4
            for _ in 0..<count {
                let name = try unsafe self.name(token, batch)
                try unsafe attribute(name, Self.text(token))
                unsafe token += 4
            }
            return
        case UInt8(ascii: "E"): end()
        case UInt8(ascii: "T"): try unsafe text(Self.text(token))
        case UInt8(ascii: "C"):
            if options.insertsComments, depth > 0 {
                try unsafe leaf(NodeName.commentNumber, Self.text(token), line: lines.line(of: token))
            }
        case UInt8(ascii: "P"):
            if options.insertsProcessingInstructions, depth > 0 {
                let split = Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
                try unsafe instruction(Self.text(token), split: split, line: lines.line(of: token))
            }
        case UInt8(ascii: "K"):
            let name = unsafe String(decoding: Self.text(token), as: UTF8.self)
            throw unsafe Overflow(skipped: name, at: token)
        default: break
        }
        unsafe token += 4
    }

    /// The tree's number of a token's name.
    @inline(__always)
    mutating func name(
        _ token: UnsafePointer<UInt64>, _ batch: TokenBatch
    ) throws(ArenaBuilder.Overflow) -> UInt32 {
        // Safe: a token has one of the batch's names.
        let record = unsafe batch.names + 4 * Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF)
        let number = unsafe Int(truncatingIfNeeded: record[3] &>> 32)
        return if let known = self.known(number) { known } else { try add(unsafe XML.Name(record: record)) }
    }

    @inline(__always)
    private static func text(_ token: UnsafePointer<UInt64>) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(
            start: UnsafePointer(bitPattern: UInt(token[2])), count: Int(truncatingIfNeeded: token[3]))
    }

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
