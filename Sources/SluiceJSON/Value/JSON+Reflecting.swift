extension JSON: CustomDebugStringConvertible, CustomReflectable {
    /// Compact JSON.
    public var debugDescription: String { description }

    /// Members and elements as children, for debuggers and `dump`.
    public var customMirror: Mirror {
        switch kind {
        case .object(let members):
            Mirror(
                self, children: members.lazy.map { (label: String($0.key), value: $0.value) }, displayStyle: .dictionary
            )
        case .array(let elements): Mirror(self, unlabeledChildren: elements, displayStyle: .collection)
        case .string(let string): Mirror(reflecting: String(string))
        case .number(let number): Mirror(reflecting: number)
        case .bool(let bool): Mirror(reflecting: bool)
        case .null: Mirror(self, children: [])
        }
    }
}
