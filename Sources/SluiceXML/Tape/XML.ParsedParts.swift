extension XML {
    /// A parsed element and what is in it as they lie in memory, for those who write them in another format: nothing
    /// becomes a String. Nodes and names are numbers; those of comments and processing instructions are below 2.
    package struct ParsedParts {
        private let arena: Arena
        /// The element itself.
        package let root: Int

        /// `nil` for an element that was made or changed in Swift.
        package init?(_ element: XML.Element) {
            if element.isEdited { return nil }
            arena = element.arena
            root = element.node
        }

        /// Whether numbers of names mean the same in both.
        package func sharesNames(with other: ParsedParts) -> Bool { arena === other.arena }
        /// Numbers of names are below this.
        package var nameCount: Int { arena.names.count }
        package func qname(_ number: Int) -> XML.QName { arena.names[number].qualified }

        package func name(_ node: Int) -> Int { arena.nameNumber(node) }
        package func attributeCount(_ node: Int) -> Int { arena.attributeCount(node) }
        package func attributeName(_ node: Int, _ index: Int) -> Int { arena.attributeNameNumber(node, index) }

        @_lifetime(borrow self)
        package func attributeValue(_ node: Int, _ index: Int) -> Span<UInt8> {
            bytes(at: arena.attributeValue(node, index))
        }

        /// The text before the first child, which may be empty.
        @_lifetime(borrow self)
        package func text(_ node: Int) -> Span<UInt8> { bytes(at: arena.text(node) ?? 0) }

        /// The text behind a node, which may be empty.
        @_lifetime(borrow self)
        package func tail(_ node: Int) -> Span<UInt8> { bytes(at: arena.tail(node) ?? 0) }

        package func hasChildren(_ node: Int) -> Bool { arena.hasChildren(node) }
        /// Children are from here, each by ``next(_:)``, up to ``end(_:)``.
        package func firstChild(_ node: Int) -> Int { arena.firstChild(node) }
        package func end(_ node: Int) -> Int { arena.end(node) }
        package func next(_ node: Int) -> Int { arena.next(node) }

        @_lifetime(borrow self)
        private func bytes(at offset: Int) -> Span<UInt8> {
            // Safe: the arena is held by this value. The string at 0 is empty.
            unsafe _overrideLifetime(arena.bytes(at: offset), borrowing: self)
        }
    }
}
