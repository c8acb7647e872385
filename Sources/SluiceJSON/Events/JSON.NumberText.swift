extension JSON {
    /// A number as it stands in the document, borrowed from the parser: nothing is lost, nothing converted until asked.
    public struct NumberText: ~Escapable, BitwiseCopyable {
        /// The characters, all ASCII: `-0`, `1.50`, `6.02e23`.
        public let utf8: Span<UInt8>

        @inlinable
        @_lifetime(copy utf8)
        public init(utf8: Span<UInt8>) { self.utf8 = utf8 }
    }
}
