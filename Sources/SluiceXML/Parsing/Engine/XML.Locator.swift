public import SluiceCore

extension XML {
    /// Says where the parser is: where the event begins that is being delivered.
    ///
    /// Good between `setDocumentLocator` and the end of the parse; it costs nothing until it is asked. What it says is of
    /// the text as UTF-8, whatever the document's encoding. What an entity brings is at its reference.
    @safe
    public final class Locator {
        // Safe: the tokenizer holds its locator, and takes itself away from it before it goes. Not weak: where the optimizer
        // puts the tokenizer on the stack, what a weak reference allocates is never freed (Swift 6.3).
        private var own: Unmanaged<Tokenizer>?
        private var tokenizer: Tokenizer? { unsafe own?.takeUnretainedValue() }

        init(_ tokenizer: Tokenizer) { unsafe own = .passUnretained(tokenizer) }

        /// For events that no parser makes: it knows no places.
        package init() { unsafe own = nil }
        /// Whether no more events are wanted, where no parser is.
        package private(set) var isStopped = false

        /// The tokenizer is no more.
        func retire() { unsafe own = nil }

        /// Offset, line and column. Costs a look at what lies between this place and the last that was asked for.
        public var position: TextPosition { tokenizer?.position ?? TextPosition() }
        public var line: Int { position.line }
        /// Where a start tag begins that is being delivered: for those who ask at every one.
        package var placeOfTag: TagPlace { unsafe own?._withUnsafeGuaranteedRef { $0.placeOfToken } ?? TagPlace() }
        public var column: Int { position.column }
        public var offset: Int { position.offset }
        /// The elements that are open, with the one that begins or ends: `/dblp/article[2]/title[1]`, each with its place
        /// among those of its name. Costs a look at up to a thousand events ahead.
        public var path: String { tokenizer?.tokenPath ?? "" }
        /// The document's public identifier, where its ``InputSource`` has one.
        public var publicID: String? { tokenizer?.publicID }
        /// The name of the document, a path for instance.
        public var systemID: String? { tokenizer?.name }
        /// What the XML declaration says of `standalone`, which is known at the first event behind it; `nil` if nothing.
        public var standalone: Bool? { tokenizer?.standalone }

        /// Ends the parse quietly: this event is the last, `endDocument` does not come, and nothing is thrown. For
        /// handlers that have what they want.
        public func stop() {
            isStopped = true
            tokenizer?.stopDelivery()
        }
    }
}
