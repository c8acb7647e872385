extension String {
    /// A copy of text that passes by.
    @inlinable
    public init(_ text: borrowing JSON.Text) {
        // Safe: the parser has checked the bytes to be UTF-8 before it hands them over.
        self.init(copying: unsafe UTF8Span(unchecked: text.utf8))
    }

    /// A copy of a number's text.
    @inlinable
    public init(_ number: borrowing JSON.NumberText) {
        // Safe: the grammar of numbers is ASCII.
        self.init(copying: unsafe UTF8Span(unchecked: number.utf8))
    }
}
