extension JSON {
    /// A number that loses nothing: 64 bits where they hold it exactly, else its text.
    public struct Number: Sendable {
        /// A value that is a number. It holds on to a document only where the number is text.
        @usableFromInline let value: JSON

        @inlinable @inline(__always)
        init(value: JSON) { self.value = value }

        public init(_ number: Int64) { value = JSON(owner: nil, bits: UInt64(bitPattern: number), tag: .int64) }

        /// The nearest Double.
        @inlinable @inline(__always)
        public var double: Double {
            switch value.tag {
            case .int64: Double(Int64(bitPattern: value.bits))
            case .uint64: Double(value.bits)
            case .double: Double(bitPattern: value.bits)
            default: doubleOfText
            }
        }

        /// Whether 64 bits tell all of it: digits alone, and no `-0`.
        static func isPlainInteger(_ text: Span<UInt8>) -> Bool {
            if text.count == 2, text[0] == UInt8(ascii: "-"), text[1] == UInt8(ascii: "0") { return false }
            for i in text.indices where i > 0 && !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[i]) { return false }
            return true
        }

        @usableFromInline var doubleOfText: Double { 0 }

        /// The number, if it is an integer and an Int holds it.
        public var int: Int? {
            switch value.tag {
            case .int64: Int(exactly: Int64(bitPattern: value.bits))
            case .uint64: Int(exactly: value.bits)
            case .double: Int(exactly: Double(bitPattern: value.bits))
            default: nil
            }
        }
    }
}
