extension JSON {
    /// Something that has no JSON text: events out of order, or a value beyond what the options allow.
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

            /// Events that make no document: a value without a name, a second root, a container left open.
            public static let misuse = Code("misuse")
            /// A number that JSON, or the canonical form, has no text for.
            public static let number = Code("number")
            /// A name that stands twice in an object that is written canonically.
            public static let duplicateName = Code("duplicateName")
            /// A Swift value that there is no JSON for.
            public static let unsupported = Code("unsupported")
        }
    }
}

extension JSON.WriterError: CustomStringConvertible {
    public var description: String { message }
}
