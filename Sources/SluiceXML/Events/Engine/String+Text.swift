extension String {
    /// A copy of text that passes by.
    @inlinable
    public init(_ text: borrowing XML.Text) {
        // Safe: the parser has checked the bytes to be UTF-8 before it hands them over.
        self.init(copying: unsafe UTF8Span(unchecked: text.utf8))
    }

    /// A copy to look things up by: a String that is known to be ASCII is compared and hashed several times as fast.
    init(key text: borrowing XML.Text) {
        // Safe: as above.
        var utf8 = unsafe UTF8Span(unchecked: text.utf8)
        _ = utf8.checkForASCII()
        self.init(copying: utf8)
    }

    /// A copy of a name as it is written, with its prefix.
    @inlinable
    public init(_ name: borrowing XML.Name) { self.init(name.qualified) }
}
