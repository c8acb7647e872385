extension JSON {
    /// What a value is, with what is in it. Made to be switched over: nothing is converted, no String is made.
    ///
    /// ```swift
    /// switch value.kind {
    /// case .object(let members): for (name, value) in members { ... }
    /// case .array(let elements): for element in elements { ... }
    /// case .string(let string): print(String(string))
    /// case .number(let number): total += number.double
    /// case .bool(let flag): ...
    /// case .null: ...
    /// }
    /// ```
    public enum Kind: Sendable {
        case object(JSON.Object)
        case array(JSON.Elements)
        case string(JSON.LazyString)
        case number(JSON.Number)
        case bool(Bool)
        case null
    }

    /// What this value is, with what is in it.
    @inlinable @inline(__always)
    public var kind: Kind {
        switch tag {
        case .string: .string(lazyString)
        case .startObject, .editedObject: .object(Object(value: self))
        case .startArray, .editedArray: .array(Elements(value: self))
        case .true: .bool(true)
        case .false: .bool(false)
        case .null: .null
        default: .number(Number(value: self))
        }
    }
}
