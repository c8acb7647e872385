extension XML.Element {
    /// The same element in memory of its own, which lets go of the document that it came from.
    ///
    /// For a small part of a large document that is kept long. Costs a copy of the element; its tail stays behind. An
    /// element that was made or changed in Swift is returned as it is.
    public func detached() -> XML.Element {
        if isEdited { return self }
        do throws(ArenaBuilder.Overflow) {
            return XML.Element(arena: try arena.copy(of: node), node: Arena.root)
        } catch {
            // There is no memory for a second one.
            return self
        }
    }
}

extension Arena {
    /// A copy of a node and of all that is in it, as a tree of its own.
    func copy(of root: Int) throws(ArenaBuilder.Overflow) -> Arena {
        var builder = ArenaBuilder()
        builder.names = names
        var open: [Int] = []
        var node = root
        let end = end(root)
        while true {
            let attributes = attributeCount(node)
            try builder.start(UInt32(truncatingIfNeeded: nameNumber(node)), attributes: attributes, line: line(node))
            for i in 0..<attributes {
                let value = bytes(at: attributeValue(node, i))
                try builder.attribute(UInt32(truncatingIfNeeded: attributeNameNumber(node, i)), value)
            }
            if let text = text(node) { try add(text, to: &builder) }
            open.append(node)
            node = firstChild(node)
            // The ends of those whose last child that was.
            while let last = open.last, node >= self.end(last) {
                builder.end()
                open.removeLast()
                if open.isEmpty { break }
                if let tail = tail(last) { try add(tail, to: &builder) }
                node = next(last)
            }
            if open.isEmpty || node >= end { break }
        }
        return builder.finish()
    }

    private func add(_ text: Int, to builder: inout ArenaBuilder) throws(ArenaBuilder.Overflow) {
        try builder.text(bytes(at: text))
    }
}
