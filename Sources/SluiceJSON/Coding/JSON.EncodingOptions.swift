extension JSON {
    /// How Swift values become JSON.
    ///
    /// ```swift
    /// let bytes = try JSON.encode(rows, options: .init(writer: .pretty, keys: .toSnakeCase))
    /// ```
    public struct EncodingOptions: Sendable {
        /// How the text is laid out, and what becomes of NaN and the infinities.
        public var writer: WriterOptions
        /// The member name that a coding key is written as.
        public var keys: Keys
        /// Strings that stand for NaN and the infinities; `nil` where `writer` decides.
        public var nonFiniteStrings: NonFiniteStrings?
        /// What your `encode(to:)` finds in its encoder.
        public var userInfo: [CodingUserInfoKey: any Sendable]
        /// Values within values that are written; more are an error, as in a value that holds itself.
        public var depth: Int

        public init(
            writer: WriterOptions = .compact, keys: Keys = .asIs, nonFiniteStrings: NonFiniteStrings? = nil,
            userInfo: [CodingUserInfoKey: any Sendable] = [:], depth: Int = 1024
        ) {
            self.writer = writer
            self.keys = keys
            self.nonFiniteStrings = nonFiniteStrings
            self.userInfo = userInfo
            self.depth = depth
        }

        /// The member name that a coding key is written as. The keys of dictionaries are data, and stay.
        public enum Keys: Sendable {
            /// Its own.
            case asIs
            /// `profileImageURL` is written as `profile_image_url`.
            case toSnakeCase
            /// The name of what the function makes of the path to the value, whose last key is the value's own.
            case custom(@Sendable ([any CodingKey]) -> any CodingKey)
        }
    }
}
