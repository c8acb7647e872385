extension XML {
    /// How a tree is written: what Python's `write` and `tostring` take.
    ///
    ///     try tree.write(to: "books.xml", .init(encoding: .ascii, declaration: true))
    ///
    /// ``WriterOptions`` lay out what a ``Writer`` writes; a tree is laid out by `indent()`.
    public struct TreeWritingOptions: Sendable, Hashable {
        public var encoding = Encoding.utf8
        /// Whether the XML declaration comes first. `nil`: if the encoding is neither UTF-8 nor US-ASCII.
        public var declaration: Bool?
        /// The URI of the namespace whose names have no prefix. Then every name must be in a namespace.
        public var defaultNamespace: String?
        /// `<a />` for an element with nothing in it; if not, `<a></a>`.
        public var shortEmptyElements = true
        /// As what it is written: XML, HTML, or its text alone.
        public var method = Method.xml
        /// What becomes of characters that XML does not allow, such as U+0001.
        public var illegalCharacters = WriterOptions.IllegalCharacters.reject

        /// Whether anything is written, as a look at the tree: names that are none, comments that end too early.
        var isLenient = false

        /// Whatever is in the tree, for people to look at.
        static var forDisplay: Self {
            var options = Self(illegalCharacters: .replace(with: "\u{FFFD}"))
            options.isLenient = true
            return options
        }

        public init(
            encoding: Encoding = .utf8, declaration: Bool? = nil, defaultNamespace: String? = nil,
            shortEmptyElements: Bool = true, method: Method = .xml,
            illegalCharacters: WriterOptions.IllegalCharacters = .reject
        ) {
            self.encoding = encoding
            self.declaration = declaration
            self.defaultNamespace = defaultNamespace
            self.shortEmptyElements = shortEmptyElements
            self.method = method
            self.illegalCharacters = illegalCharacters
        }

        /// What the text becomes. Characters that the encoding does not have are written as references.
        public enum Encoding: String, Sendable, Hashable, CaseIterable {
            case utf8 = "utf-8"
            case ascii = "us-ascii"
            case latin1 = "iso-8859-1"
            /// Little-endian, with a byte order mark.
            case utf16 = "utf-16"
        }

        /// As what a tree is written.
        public enum Method: String, Sendable, Hashable, CaseIterable {
            case xml
            /// Elements that HTML knows to be empty have no end tag, all others have one; scripts and styles are written
            /// as they are.
            case html
            /// Nothing but the text.
            case text
        }
    }

    /// A tree that cannot be written as asked: the text would be no XML, or another tree.
    public struct TreeWritingError: Error, Hashable, CustomStringConvertible {
        public let description: String
        init(_ message: String) { description = message }
    }
}
