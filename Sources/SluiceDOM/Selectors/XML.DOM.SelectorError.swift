public import SluiceXML

extension XML.DOM {
    /// What is wrong with a CSS selector.
    public struct SelectorError: Error, Sendable, Hashable, CustomStringConvertible {
        public let code: Code
        public let message: String
        public let selector: String
        /// Bytes of the selector before the fault.
        public let offset: Int

        init(_ code: Code, _ message: String, _ selector: String, at offset: Int) {
            self.code = code
            self.message = message
            self.selector = selector
            self.offset = offset
        }

        /// The message, then the selector with a caret under the fault.
        public var description: String {
            let before = String(decoding: selector.utf8.prefix(offset), as: UTF8.self)
            return "\(message)\n\(selector)\n\(String(repeating: " ", count: before.count))^"
        }

        /// What kind of fault it is. More may come: keep a default case.
        public struct Code: Sendable, Hashable, CustomStringConvertible {
            public let description: String
            public init(_ description: String) { self.description = description }

            /// The selector breaks the grammar.
            public static let syntax = Code("syntax")
            /// A prefix that no namespace was given for.
            public static let unknownPrefix = Code("unknownPrefix")
            /// A pseudo-element, a pseudo-class that is not known, or one that cannot be said in XPath.
            public static let unsupported = Code("unsupported")
            /// Too large, or nested too deeply.
            public static let limitExceeded = Code("limitExceeded")
        }
    }
}
