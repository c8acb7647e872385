extension XML {
    /// Text as it passes by: references resolved, line ends made newlines, valid UTF-8, borrowed from the parser.
    ///
    /// It cannot outlive the call that hands it over; `String(text)` makes a copy to keep.
    public struct Text: ~Escapable, BitwiseCopyable {
        /// The bytes.
        public let utf8: Span<UInt8>

        @inlinable
        @_lifetime(copy utf8)
        public init(utf8: Span<UInt8>) { self.utf8 = utf8 }

        /// Bytes of UTF-8.
        @inlinable public var count: Int { utf8.count }
        /// Whether there is none.
        @inlinable public var isEmpty: Bool { utf8.isEmpty }

        /// Whether it is nothing but white space (XML 1.0, production 3).
        public var isBlank: Bool {
            for i in utf8.indices {
                switch utf8[i] {
                case 0x20, 0x09, 0x0A, 0x0D: continue
                default: return false
                }
            }
            return true
        }

        /// Whether it is the same text as `other`, without making a String.
        @inlinable
        public static func == (text: borrowing Text, other: String) -> Bool {
            let bytes = text.utf8
            let others = other.utf8Span.span
            guard bytes.count == others.count else { return false }
            for i in bytes.indices where bytes[i] != others[i] { return false }
            return true
        }

        @inlinable
        public static func != (text: borrowing Text, other: String) -> Bool { !(text == other) }
    }
}
