extension String {
    /// A copy of text that passes by.
    @inlinable
    public init(_ text: borrowing XML.Text) {
        // Safe: the parser has checked the bytes to be UTF-8 before it hands them over.
        self.init(copying: unsafe UTF8Span(unchecked: text.utf8))
    }

    /// A copy of a name as it is written, with its prefix.
    @inlinable
    public init(_ name: borrowing XML.Name) { self.init(name.qualified) }
}
