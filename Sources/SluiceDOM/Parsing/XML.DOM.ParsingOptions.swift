public import SluiceXML

extension XML.DOM {
    /// How a document is read into a tree. The default keeps all that it says, and opens nothing outside it.
    public struct ParsingOptions: Sendable, Hashable {
        /// Features and limits of the parser.
        public var parser: XML.ParserOptions
        /// Text that is nothing but white space is left out where an element's children stand side by side with it.
        public var removesBlankText = false
        public var removesComments = false
        public var removesProcessingInstructions = false
        /// CDATA sections become text.
        public var mergesCDATA = false

        public init(parser: XML.ParserOptions = XML.ParserOptions()) { self.parser = parser }
    }
}
