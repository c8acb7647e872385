/// Something that cannot be written: events out of order, or what the format or the options have no text for.
///
/// The writer is as it was before: nothing of what was refused has been written.
public struct WriterError: Error, Sendable, Hashable {
    /// What kind of fault it is.
    public let code: Code
    /// What was expected and what came, in the words of the format.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What kind of fault an error is. More may come: keep a default case.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }

        /// Events that make no document: a second root, a value without a name, an attribute behind the tag, a container or
        /// element left open.
        public static let misuse = Code("misuse")
        /// A number that JSON, or its canonical form, has no text for.
        public static let number = Code("number")
        /// A name that stands twice in an object that is written canonically.
        public static let duplicateName = Code("duplicateName")
        /// A Swift value that there is no JSON for.
        public static let unsupported = Code("unsupported")
        /// A name that XML does not allow, an attribute twice, or a prefix that is not declared.
        public static let name = Code("name")
        /// A character that XML does not allow, or text that may not stand where it is to stand.
        public static let text = Code("text")
        /// A character that the encoding lacks, where no reference may stand for it.
        public static let encoding = Code("encoding")
    }
}

extension WriterError: CustomStringConvertible {
    public var description: String { message }
}
