extension JSON {
    /// The value of the last member called `name`, if this is an object that has one.
    public subscript(name: String) -> JSON? { lookUp(name) }

    /// The element at `position`, if this is an array that has one.
    public subscript(position: Int) -> JSON? {
        guard tag == .startArray || tag == .editedArray, position >= 0, position < containerCount else { return nil }
        return element(at: position)
    }
}
