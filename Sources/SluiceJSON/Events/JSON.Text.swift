extension JSON {
    /// A string or member name as it passes by: decoded, valid UTF-8, borrowed from the parser.
    ///
    /// It cannot outlive the call that hands it over; `String(text)` makes a copy to keep.
    public struct Text: ~Escapable, BitwiseCopyable {
        /// The decoded bytes. Escapes are resolved; a NUL may be among them.
        public let utf8: Span<UInt8>

        @inlinable
        @_lifetime(copy utf8)
        public init(utf8: Span<UInt8>) { self.utf8 = utf8 }

        /// Bytes of UTF-8.
        @inlinable
        public var count: Int { utf8.count }

        /// Whether it is the same text as `other`, without making a String.
        @inlinable
        public static func == (text: borrowing Text, other: String) -> Bool {
            let bytes = text.utf8
            let others = other.utf8Span.span
            guard bytes.count == others.count else { return false }
            for i in bytes.indices where bytes[i] != others[i] { return false }
            return true
        }
    }
}
