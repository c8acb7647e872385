public import SluiceCore

extension XML {
    /// How a document is read: SAX2's features, and limits. The default is namespaces on, and nothing from outside.
    public struct ParserOptions: Sendable, Hashable {
        /// Names are looked up in their namespaces (Namespaces in XML 1.0). If not, a name is what is written.
        public var processesNamespaces = true
        /// Declarations of namespaces (`xmlns`, `xmlns:p`) are reported as attributes, too.
        public var reportsNamespaceAttributes = false
        /// One text comes in one call of `characters`, CDATA sections and entities included; where they begin and end in it
        /// is then not told: not to the lexical handler, either. Costs a copy where it does not lie in one piece.
        public var coalescesText = false
        /// References to external general entities are resolved, if there is a resolver.
        public var readsExternalGeneralEntities = false
        /// The external part of the document type and external parameter entities are read, if there is a resolver.
        public var readsExternalParameterEntities = false
        /// The document must be valid: its document type is obeyed, and what breaks it goes to the error handler.
        public var validates = false
        /// A document that is not well-formed is read as far as sense goes, as libxml2's "recover" does.
        ///
        /// Every fault goes to the error handler's `error`, in order, with the place and the words that it has where it
        /// ends the parse. Nothing is recovered from in silence: without an error handler `XML.parse`
        /// and ``XML/Parser/finish()`` throw the first fault when all has been delivered, and ``XML/Events/faults`` and
        /// ``XML/ElementTree/faults`` keep a thousand. Limits still end the parse. Records are read strictly.
        ///
        /// What a fault becomes is written down in the article "What becomes of XML that is not well-formed". Costs nothing where a document has no fault.
        public var recovers = false
        /// The encoding, where it is known from elsewhere: HTTP, say. It counts more than what the document says.
        public var encoding: String?
        /// What the parser tolerates in size and depth.
        public var limits = ParserLimits.default

        public init() {}
    }
}
