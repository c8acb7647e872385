public import SluiceXML

extension XML.DOM {
    /// One thing that is wrong with a document by a schema, or with a schema.
    public struct ValidationError: Error, Sendable, Hashable, CustomStringConvertible {
        /// In libxml2's words, in one line.
        public let message: String
        /// Of the element's start tag, from 1; `nil` for what was not parsed. Columns are not kept in a tree.
        public let line: Int?
        /// The node at fault as an XPath expression, `/books/book[2]/@id`; empty where it is no node of the document.
        public let path: String
        /// libxml2's number for the fault (`xmlParserErrors`).
        public let code: Int
        /// The document's name, or the schema's.
        public let sourceName: String?

        /// `books.xml:12: error: Element 'price': ... (/books/book[2]/price)`
        public var description: String {
            let place = [sourceName, line.map { "\($0)" }].compactMap { $0 }.map { $0 + ":" }.joined()
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
