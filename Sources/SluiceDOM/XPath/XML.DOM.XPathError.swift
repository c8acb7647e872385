public import SluiceXML

extension XML.DOM {
    /// What is wrong with an XPath expression, or with what it was evaluated on.
    public struct XPathError: Error, Sendable, Hashable, CustomStringConvertible {
        public let code: Code
        public let message: String
        public let expression: String
        /// Bytes of the expression before the fault, where it is one of the expression.
        public let offset: Int?

        init(_ code: Code, _ message: String, _ expression: String, at offset: Int? = nil) {
            self.code = code
            self.message = message
            self.expression = expression
            self.offset = offset
        }

        /// The message, then the expression with a caret under the fault.
        public var description: String {
            guard let offset else { return "\(message): \(expression)" }
            let before = String(decoding: expression.utf8.prefix(offset), as: UTF8.self)
            return "\(message)\n\(expression)\n\(String(repeating: " ", count: before.count))^"
        }

        /// What kind of fault it is. More may come: keep a default case.
        public struct Code: Sendable, Hashable, CustomStringConvertible {
            public let description: String
            public init(_ description: String) { self.description = description }

            /// The expression breaks the grammar.
            public static let syntax = Code("syntax")
            /// A prefix that no namespace was given for.
            public static let unknownPrefix = Code("unknownPrefix")
            public static let unknownFunction = Code("unknownFunction")
            public static let unknownVariable = Code("unknownVariable")
            /// An operand or argument of the wrong type, or the wrong number of them.
            public static let type = Code("type")
            /// More operations than allowed, or nested too deeply.
            public static let limitExceeded = Code("limitExceeded")
        }
    }
}
