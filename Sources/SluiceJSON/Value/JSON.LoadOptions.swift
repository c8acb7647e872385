extension JSON {
    /// How text becomes a value.
    public struct LoadOptions {
        /// What the parser accepts and tolerates.
        public var parser = ParserOptions()
        /// What becomes of a member whose name the object has had already.
        public var duplicateKeys = DuplicateKeys.keep
        /// What becomes of numbers.
        public var numbers = Numbers.binary

        public init(parser: ParserOptions = ParserOptions()) { self.parser = parser }

        /// What becomes of a member whose name the object has had already.
        public enum DuplicateKeys: Sendable, Hashable {
            /// All stay, in order; looking up the name gives the last.
            case keep
            /// The last one stays, in its place.
            case last
            /// The first one stays.
            case first
            /// An error at the second one's name.
            case reject
        }

        /// What becomes of numbers.
        public enum Numbers: Sendable, Hashable {
            /// Integers of 64 bits and doubles; text where neither can hold the number.
            case binary
            /// Integers of 64 bits; all else keeps its text, so that `1.50` and `1e2` stay what they are.
            case exact
        }
    }
}
