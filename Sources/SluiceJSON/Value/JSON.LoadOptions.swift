extension JSON {
    /// How text becomes a value: what the parser accepts, what becomes of equal names and of numbers, and your own hooks.
    ///
    ///     var options = JSON.LoadOptions()
    ///     options.duplicateKeys = .reject
    ///     options.parseFloat = { text in JSON(text) }
    public struct LoadOptions {
        /// What the parser accepts and tolerates.
        public var parser = ParserOptions()
        /// What becomes of a member whose name the object has had already.
        public var duplicateKeys = DuplicateKeys.keep
        /// What becomes of numbers.
        public var numbers = Numbers.binary

        /// Makes the value that takes an object's place. It is called from the inside out, in document order, with an
        /// object of the values already made.
        public var objectHook: ((_ object: JSON) throws -> JSON)?
        /// As ``objectHook``, which it replaces: gets the members in order, those with the same name included.
        public var objectPairsHook: ((_ members: [(key: String, value: JSON)]) throws -> JSON)?
        /// Makes the value of each integer: digits alone, perhaps a minus.
        public var parseInt: ((_ text: String) throws -> JSON)?
        /// Makes the value of each number that has a point or an exponent.
        public var parseFloat: ((_ text: String) throws -> JSON)?
        /// Makes the value of `NaN`, `Infinity` and `-Infinity`, which it also allows.
        public var parseConstant: ((_ text: String) throws -> JSON)?

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
            /// Integers of 64 bits and Doubles; text where neither can hold the number.
            case binary
            /// Integers of 64 bits; all else keeps its text, so that `1.50` and `1e2` stay what they are.
            case exact
        }

        /// What the engines are to do, so that the hooks find what they need.
        var forEngine: LoadOptions {
            var options = self
            if parseInt != nil || parseFloat != nil { options.numbers = .exact }
            if parseConstant != nil { options.parser.allowsNonFinite = true }
            return options
        }
    }
}
