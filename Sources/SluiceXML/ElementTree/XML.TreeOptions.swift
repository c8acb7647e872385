extension XML {
    /// How a document becomes a tree.
    public struct TreeOptions: Sendable, Hashable {
        /// How the document is read, and its limits.
        public var parser = ParserOptions()
        /// Comments within the root become elements of the kind `comment`. By default they are left out.
        public var insertsComments = false
        /// Processing instructions within the root become elements of the kind `processingInstruction`. By default they
        /// are left out.
        public var insertsProcessingInstructions = false

        public init() {}

        public init(
            parser: ParserOptions = ParserOptions(), insertsComments: Bool = false,
            insertsProcessingInstructions: Bool = false
        ) {
            self.parser = parser
            self.insertsComments = insertsComments
            self.insertsProcessingInstructions = insertsProcessingInstructions
        }
    }
}
