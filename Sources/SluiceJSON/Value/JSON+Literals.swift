extension JSON {
    /// `null`.
    public static let null = JSON(owner: nil, bits: 0, tag: .null)

    public init(_ bool: Bool) { self.init(owner: nil, bits: 0, tag: bool ? .true : .false) }

    /// A string, copied.
    public init(_ string: String) { self.init(text: string.utf8.span, tag: .string) }

    public init(_ number: Number) { self = number.value }

    /// An integer of any width.
    public init<Integer: BinaryInteger>(_ integer: Integer) { self = Number(integer).value }

    public init(_ double: Double) { self = Number(double).value }

    /// A floating-point number of any width, by the shortest decimal that tells it from its neighbours.
    public init<Float: BinaryFloatingPoint>(_ float: Float) { self = Number(float).value }

    /// An array.
    public init(_ elements: some Sequence<JSON>) { self.init(branch: Branch(values: ContiguousArray(elements))) }

    /// An object, its members in this order. Several may have the same name.
    public init(members: [(key: String, value: JSON)]) {
        var (keys, values) = (ContiguousArray<LazyString>(), ContiguousArray<JSON>())
        keys.reserveCapacity(members.count)
        values.reserveCapacity(members.count)
        for (key, value) in members {
            keys.append(LazyString(key))
            values.append(value)
        }
        self.init(branch: Branch(keys: keys, values: values), isObject: true)
    }

    /// The value that these members belong to.
    public init(_ object: Object) { self = object.value }

    /// The value that these elements belong to.
    public init(_ elements: Elements) { self = elements.value }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self.init(value) }
    public init(integerLiteral value: Int64) { self.init(value) }
    public init(floatLiteral value: Double) { self.init(value) }
    public init(stringLiteral value: String) { self.init(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(arrayLiteral elements: JSON...) { self.init(elements) }

    /// An object, its members in this order. Several may have the same name.
    public init(dictionaryLiteral members: (String, JSON)...) {
        self.init(members: members.map { (key: $0.0, value: $0.1) })
    }
}
