internal import CScan

extension XML {
    /// XML text under construction in memory: what is open, what may come next, and the bytes so far.
    ///
    /// A start tag stays open until something else comes: attributes may follow, and `/>` may end it.
    @usableFromInline
    struct TextBuilder: ~Copyable, Sendable {
        var buffer: TextBuffer
        var elements = OpenElements()
        var prefixes = PrefixesInForce()
        var tag = TagContent()
        let options: WriterOptions
        let charset: sluice_xml_charset
        /// What stands for a character that XML does not allow, if anything does.
        let replacement: [UInt8]?

        var stage = Stage.start
        /// Whether the innermost element's start tag has no `>` yet.
        var isTagOpen = false
        /// Declarations that wait for the next element.
        var waitingDeclarations = 0
        /// Whether a line ends before the next thing outside the root.
        var needsLine = false
        /// Within a CDATA section: how many `]` came last, two at most.
        var cdataBrackets: Int?

        /// White space that may come or go; used if `laysOut`.
        var blankText: BlankText
        let laysOut: Bool
        /// What is to be passed on, if `laysOut`.
        private var laidOut = TextBuffer()

        /// How far the document is.
        enum Stage {
            case start
            case prolog
            case behindDoctype
            case content
            case epilog
        }

        /// Bytes at which a writer passes on what it has.
        static let fullCount = 64 << 10

        @usableFromInline var processesNamespaces: Bool { options.processesNamespaces }

        @usableFromInline
        init(_ options: WriterOptions) {
            self.options = options
            charset =
                switch options.encoding {
                case .utf8: SLUICE_XML_TO_UTF8
                case .usASCII: SLUICE_XML_TO_ASCII
                case .latin1: SLUICE_XML_TO_LATIN1
                }
            // It grows to twice the full count; what is short stays short of memory that the system maps anew each time.
            buffer = TextBuffer(capacity: 8 << 10, charset: charset)
            laysOut = options.indent != nil || options.removesBlankText
            blankText = BlankText(indent: options.indent?.text)
            replacement =
                switch options.illegalCharacters {
                case .reject: nil
                case .remove: []
                case .replace(let scalar): Self.isCharacter(scalar.value) ? Array(String(Character(scalar)).utf8) : []
                }
        }
    }
}

// MARK: - Passing on

extension XML.TextBuilder {
    /// Whether it is time to pass on what there is.
    @usableFromInline var isFull: Bool { buffer.count + (laysOut ? blankText.heldCount : 0) >= Self.fullCount }

    /// Makes ready what has been written. Where white space is laid out, elements that are open and have had no text yet
    /// count as elements without.
    @usableFromInline
    mutating func makeReady(isEnd: Bool = false) {
        if laysOut { blankText.handOver(&buffer, to: &laidOut, isEnd: isEnd) }
    }

    /// What is ready.
    @usableFromInline var ready: Span<UInt8> {
        @_lifetime(borrow self)
        get { laysOut ? laidOut.span : buffer.span }
    }

    /// Forgets what is ready.
    @usableFromInline
    mutating func removeReady() {
        laidOut.truncate(to: 0)
        if !laysOut { buffer.truncate(to: 0) }
    }

    /// The text ends here: adds the last newline, if one is wanted.
    @usableFromInline
    mutating func finish() throws(WriterError) {
        if waitingDeclarations > 0 { throw misplaced("the end of the text") }
        if !elements.isEmpty || cdataBrackets != nil { throw misplaced("the end of the text") }
        guard stage == .epilog || options.roots == .any else { throw misplaced("the end of the text") }
        if options.trailingNewline { buffer.put(UInt8(ascii: "\n")) }
        stage = .epilog
    }
}

// MARK: - What may come next

extension XML.TextBuilder {
    /// The error for something that may not come next.
    func misplaced(_ found: String) -> WriterError {
        let expected =
            if cdataBrackets != nil {
                "the end of the CDATA section"
            } else if waitingDeclarations > 0 {
                "the element that a namespace was declared for"
            } else if let name = elements.innermostName {
                "the end of '\(name)'"
            } else if stage == .epilog && options.roots == .one {
                "the end of the text, since the root element is complete,"
            } else {
                "the root element"
            }
        return WriterError(.misuse, "expected \(expected) but found \(found)")
    }

    /// Makes the innermost start tag complete: what follows is its element's content.
    mutating func closeTag() throws(WriterError) {
        guard isTagOpen else { return }
        try checkTag()
        buffer.put(UInt8(ascii: ">"))
        isTagOpen = false
    }

    /// Something that is not text comes: a child, a comment. Throws before anything is written.
    mutating func beginChild(_ what: StaticString, isElement: Bool = false) throws(WriterError) {
        guard cdataBrackets == nil, waitingDeclarations == 0 || isElement else { throw misplaced("\(what)") }
        if elements.isEmpty {
            if isElement, stage == .epilog, options.roots == .one { throw misplaced("\(what)") }
            if needsLine { buffer.put(UInt8(ascii: "\n")) }
            needsLine = options.indent != nil
            if stage == .start { stage = .prolog }
        } else {
            try closeTag()
            if laysOut, elements.takesLines { blankText.addLine(at: buffer.count, level: elements.count) }
            elements.notesChild()
        }
    }

    /// Text has come into the innermost element.
    mutating func textCame() {
        if elements.isEmpty {
            needsLine = false
            if stage == .start { stage = .prolog }
        } else if laysOut, elements.takesLines {
            blankText.keepBlanks(from: elements.firstPlace)
            elements.isMixed()
        }
    }
}
