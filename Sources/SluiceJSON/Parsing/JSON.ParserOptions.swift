public import SluiceCore

extension JSON {
    /// What a parser accepts beyond RFC 8259. The default is the standard, to the letter.
    public struct ParserOptions: Sendable, Hashable {
        /// Accept `// to the end of the line` and `/* ... */` wherever white space may stand.
        public var allowsComments = false
        /// Accept one comma after the last element or member.
        public var allowsTrailingCommas = false
        /// Accept `NaN`, `Infinity` and `-Infinity`, as Python writes them. They arrive as numbers.
        public var allowsNonFinite = false
        /// Accept raw control characters in strings (Python's `strict=False`).
        public var allowsControlCharacters = false
        /// What becomes of half a surrogate pair, as in `"\ud800"`.
        public var unpairedSurrogates = UnpairedSurrogates.reject
        /// What the parser tolerates in size and depth.
        public var limits = ParserLimits.default

        public init() {}

        /// What becomes of half a surrogate pair: no text can hold it.
        public enum UnpairedSurrogates: Sendable, Hashable {
            /// An error at the byte that shows it to be unpaired.
            case reject
            /// U+FFFD stands in its place.
            case replace
        }
    }
}
