extension XML {
    /// Something that has no XML text: events out of order, or names and text that XML does not allow.
    ///
    /// The writer is as it was before: nothing of what was refused has been written.
    public struct WriterError: Error, Sendable, Hashable {
        /// What kind of fault it is.
        public let code: Code
        /// What was expected and what came.
        public let message: String

        init(_ code: Code, _ message: String) {
            self.code = code
            self.message = message
        }

        /// What kind of fault an error is. More may come: keep a default case.
        public struct Code: Sendable, Hashable, CustomStringConvertible {
            public let description: String
            public init(_ description: String) { self.description = description }

            /// Events that make no document: a second root, an attribute behind the tag, an element left open.
            public static let misuse = Code("misuse")
            /// A name that is none, an attribute twice, or a prefix that is not declared.
            public static let name = Code("name")
            /// A character that XML does not allow, or text that may not stand where it is to stand.
            public static let text = Code("text")
            /// A character that the encoding lacks, where no reference may stand for it.
            public static let encoding = Code("encoding")
        }
    }
}

extension XML.WriterError: CustomStringConvertible {
    public var description: String { message }
}
