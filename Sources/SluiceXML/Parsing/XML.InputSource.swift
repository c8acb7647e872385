extension XML {
    /// A document or entity and what is known of it: SAX's class of the same name.
    ///
    ///     XML.InputSource(bytes, encoding: "Shift_JIS", systemID: "books.xml")
    ///
    /// It holds the bytes: nothing is opened by an identifier. For what is not in memory, there are byte sources.
    public struct InputSource: Sendable {
        /// The text, in its encoding.
        public var bytes: [UInt8]
        /// The encoding, where it is known from elsewhere.
        public var encoding: String?
        /// The public identifier, for handlers to see.
        public var publicID: String?
        /// The system identifier, a URI or path: what errors call the document.
        public var systemID: String?

        public init(_ bytes: [UInt8], encoding: String? = nil, publicID: String? = nil, systemID: String? = nil) {
            self.bytes = bytes
            self.encoding = encoding
            self.publicID = publicID
            self.systemID = systemID
        }

        /// A text. An encoding that it declares means nothing.
        public init(_ text: String, publicID: String? = nil, systemID: String? = nil) {
            self.init(Array(text.utf8), encoding: "UTF-8", publicID: publicID, systemID: systemID)
        }
    }
}
