public import SluiceXML

extension XML.DOM {
    /// One thing that is wrong with a document by a schema, or with a schema.
    public struct ValidationError: Error, Sendable, Hashable, CustomStringConvertible {
        /// In libxml2's words, in one line.
        public let message: String
        /// Where the element's start tag begins, from 1; `nil` for what was not parsed.
        public let line: Int?
        /// In bytes of UTF-8, from 1; `nil` where it is not known: for faults of schemas, say.
        public let column: Int?
        /// The element at fault as an XPath expression, `/books/book[2]`; that of an attribute's fault is its element's.
        /// Empty where it is no node of the document.
        public let path: String
        /// libxml2's number for the fault (`xmlParserErrors`).
        public let code: Int
        /// The document's name, or the schema's.
        public let sourceName: String?

        init(message: String, at tag: TagPlace, path: String, code: Int, sourceName: String?) {
            self.message = message
            line = tag.isKnown ? tag.line : nil
            column = tag.column > 0 ? tag.column : nil
            self.path = path
            self.code = code
            self.sourceName = sourceName
        }

        /// `books.xml:12:5: error: Element 'price': ... (/books/book[2]/price)`
        public var description: String {
            let place = [sourceName, line.map { "\($0)" }, column.map { "\($0)" }].compactMap { $0 }.map { $0 + ":" }
                .joined()
            return (place.isEmpty ? "" : place + " ") + "error: \(message)" + (path.isEmpty ? "" : " (\(path))")
        }
    }

    /// A schema that cannot be used, and all that is wrong with it.
    public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
        public let faults: [ValidationError]

        /// The faults, one a line.
        public var description: String { faults.map(\.description).joined(separator: "\n") }
    }
}
