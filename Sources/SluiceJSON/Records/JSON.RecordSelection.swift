internal import SluiceCore

extension JSON {
    /// Which values of an input are records.
    ///
    ///     "$.statuses[*]"            each element of the array `statuses`
    ///     "/statuses/*"              the same, as JSON Pointer
    ///     ["$.users[*]", "$.tags.*"] several paths in one pass; the cursor tells which one a record matched
    ///     .lines                     one value on each line (NDJSON, JSON Lines)
    ///
    /// A path is JSONPath (RFC 9535) of names, indices from the front and wildcards, `$.a['b'][3].*`; or JSON Pointer
    /// (RFC 6901), where a step `*` matches every element and member. `$` alone, or no step at all, is the document
    /// itself. A path that matches nothing has no records, which is no error. A record inside another one comes only
    /// as part of the outer one; a value that several paths match comes once, for the first of them.
    public struct RecordSelection: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
        private let content: Content

        private enum Content: Hashable {
            case paths([String])
            case lines
            case concatenated
            case textSequence
        }

        /// One value on each line. Blank lines are passed over; a line ends with LF or CR LF, the last also without.
        public static let lines = RecordSelection(.lines)
        /// Values one after the other, with or without white space between them.
        public static let concatenated = RecordSelection(.concatenated)
        /// JSON text sequences (RFC 7464): each value after a record separator, 0x1E. A value is given when the line feed
        /// behind it has come, or the next separator. A number, `true`, `false` or `null` that no white space follows may
        /// have been cut short, and is an error, as the standard has it.
        public static let textSequence = RecordSelection(.textSequence)

        private init(_ content: Content) { self.content = content }

        /// Values that a path leads to. A path that cannot be read is an error where it is used.
        public init(_ path: String) { content = .paths([path]) }

        /// Values that any of at most 64 paths leads to.
        public init(_ paths: [String]) { content = .paths(paths) }

        public init(stringLiteral path: String) { self.init(path) }

        public init(arrayLiteral paths: String...) { self.init(paths) }
    }
}

extension JSON.RecordSelection {
    func framing() throws(ParseError) -> RecordFraming {
        switch content {
        case .lines: return .lines
        case .concatenated: return .concatenated
        case .textSequence: return .textSequence
        case .paths(let texts):
            guard texts.count <= 64 else {
                throw ParseError(.unsupported, "more than 64 paths of records at once", at: TextPosition())
            }
            var paths: [RecordPath] = []
            for text in texts { paths.append(try RecordPath(text)) }
            return .paths(paths)
        }
    }
}
