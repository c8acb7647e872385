extension JSON {
    /// How JSON becomes Swift values.
    ///
    /// ```swift
    /// var options = JSON.DecodingOptions()
    /// options.keys = .fromSnakeCase
    /// let rows = try JSON.decode([Row].self, from: bytes, options: options)
    /// ```
    public struct DecodingOptions {
        /// How the text is read. Its limit of depth bounds the nesting of Swift values as well.
        public var load: LoadOptions
        /// Which coding key a member name stands for.
        public var keys: Keys
        /// Strings that a floating-point number may be read from; `nil` for none.
        public var nonFiniteStrings: NonFiniteStrings?
        /// What your `init(from:)` finds in its decoder.
        public var userInfo: [CodingUserInfoKey: any Sendable]

        public init(
            load: LoadOptions = LoadOptions(), keys: Keys = .asIs, nonFiniteStrings: NonFiniteStrings? = nil,
            userInfo: [CodingUserInfoKey: any Sendable] = [:]
        ) {
            self.load = load
            self.keys = keys
            self.nonFiniteStrings = nonFiniteStrings
            self.userInfo = userInfo
        }

        /// Which coding key a member name stands for. The names in dictionaries are data, and stay.
        public enum Keys: Sendable {
            /// The one with that name.
            case asIs
            /// `profile_image_url` stands for `profileImageUrl`; underscores in front and behind stay.
            case fromSnakeCase
            /// What the function makes of the path to the member, whose last key is the member's own.
            case custom(@Sendable ([any CodingKey]) -> any CodingKey)
        }
    }

    /// The strings that stand for NaN and the infinities, which JSON has no numbers for.
    public struct NonFiniteStrings: Sendable, Hashable {
        public var nan: String
        public var infinity: String
        public var negativeInfinity: String

        public init(nan: String = "NaN", infinity: String = "Infinity", negativeInfinity: String = "-Infinity") {
            self.nan = nan
            self.infinity = infinity
            self.negativeInfinity = negativeInfinity
        }

        func number(of text: String) -> Double? {
            switch text {
            case nan: .nan
            case infinity: .infinity
            case negativeInfinity: -.infinity
            default: nil
            }
        }

        func text(of number: Double) -> String { number.isNaN ? nan : number < 0 ? negativeInfinity : infinity }
    }
}
