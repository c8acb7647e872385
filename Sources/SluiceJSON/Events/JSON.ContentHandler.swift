extension JSON {
    /// Receives a document as events, in document order.
    ///
    /// Implement what you want: every requirement has a default that does nothing and costs nothing. Text and numbers
    /// are borrowed: they are gone when the call returns. An error that you throw stops the parse and arrives
    /// unchanged at whoever started it.
    ///
    /// Between `startObject` and its `endObject` each member is one `key` and then its value's events.
    public protocol ContentHandler: ~Copyable {
        mutating func startObject() throws
        mutating func key(_ name: JSON.Text) throws
        mutating func endObject() throws
        mutating func startArray() throws
        mutating func endArray() throws
        mutating func string(_ text: JSON.Text) throws
        mutating func number(_ number: JSON.NumberText) throws
        mutating func boolean(_ value: Bool) throws
        mutating func null() throws
    }
}

extension JSON.ContentHandler where Self: ~Copyable {
    @inlinable public mutating func startObject() {}
    @inlinable public mutating func key(_ name: JSON.Text) {}
    @inlinable public mutating func endObject() {}
    @inlinable public mutating func startArray() {}
    @inlinable public mutating func endArray() {}
    @inlinable public mutating func string(_ text: JSON.Text) {}
    @inlinable public mutating func number(_ number: JSON.NumberText) {}
    @inlinable public mutating func boolean(_ value: Bool) {}
    @inlinable public mutating func null() {}
}
