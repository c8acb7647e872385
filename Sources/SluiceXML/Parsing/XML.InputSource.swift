extension XML {
    /// A document or entity and what is known of it: SAX's class of the same name.
    public struct InputSource: Sendable {
        public var bytes: [UInt8]
        /// The encoding, where it is known from elsewhere.
        public var encoding: String?
        public var publicID: String?
        public var systemID: String?

        public init(_ bytes: [UInt8], encoding: String? = nil, publicID: String? = nil, systemID: String? = nil) {
            self.bytes = bytes
            self.encoding = encoding
            self.publicID = publicID
            self.systemID = systemID
        }

        public init(_ text: String, publicID: String? = nil, systemID: String? = nil) {
            self.init(Array(text.utf8), encoding: "UTF-8", publicID: publicID, systemID: systemID)
        }
    }
}
