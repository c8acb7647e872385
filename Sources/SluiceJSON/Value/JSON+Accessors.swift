extension JSON {
    /// The members, if this is an object.
    @inlinable
    public var object: Object? { tag == .startObject || tag == .editedObject ? Object(value: self) : nil }

    /// The elements, if this is an array.
    @inlinable
    public var array: Elements? { tag == .startArray || tag == .editedArray ? Elements(value: self) : nil }

    /// The text, if this is a string: a copy. ``text`` borrows it.
    public var string: String? { tag == .string ? String(lazyString) : nil }

    /// The text, if this is a string, borrowed: no copy is made.
    @inlinable
    public var text: Text? {
        @_lifetime(borrow self)
        get { tag == .string ? borrowedText : nil }
    }

    /// The number, if this is one.
    @inlinable
    public var number: Number? {
        switch tag {
        case .int64, .uint64, .double, .numberText: Number(value: self)
        default: nil
        }
    }

    /// The number as the nearest Double, if this is one.
    @inlinable
    public var double: Double? { number?.double }

    /// The number, if this is an integer that an Int holds: `1`, `1.0` and `1e0` alike.
    public var int: Int? { number?.int }

    /// The number, if this is an integer that a UInt holds.
    public var uint: UInt? { number?.uint }

    /// `true` or `false`, if this is one of them.
    @inlinable
    public var bool: Bool? { tag == .true ? true : tag == .false ? false : nil }

    /// Whether this is `null`.
    @inlinable
    public var isNull: Bool { tag == .null }
}
