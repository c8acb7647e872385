public import SluiceCore

extension XML {
    /// Says where the parser is: where the event begins that is being delivered.
    ///
    /// Good between `setDocumentLocator` and the end of the parse; it costs nothing until it is asked. What it says is of
    /// the text as UTF-8, whatever the document's encoding.
    public final class Locator {
        private weak var tokenizer: Tokenizer?

        init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

        /// Offset, line and column. Costs a look at what precedes the event in its chunk.
        public var position: TextPosition { tokenizer?.position ?? TextPosition() }
        public var line: Int { position.line }
        public var column: Int { position.column }
        public var offset: Int { position.offset }
        /// The elements that are open: `/dblp/article[2]/title[1]`, each with its place among those of its name.
        public var path: String { tokenizer?.path ?? "" }
        public var publicID: String? { nil }
        /// The name of the document, a path for instance.
        public var systemID: String? { tokenizer?.name }
    }
}
