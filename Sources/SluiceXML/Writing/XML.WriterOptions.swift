extension XML {
    /// How XML text is written. The default changes nothing: no white space comes or goes, in UTF-8.
    ///
    /// ```swift
    /// XML.Writer(to: MemorySink(), options: .pretty)
    /// XML.Writer(to: MemorySink(), options: .init(encoding: .usASCII, expandsEmptyElements: true))
    /// ```
    public struct WriterOptions: Sendable, Hashable {
        /// Each child on a line of its own, with this before it for each level; `nil` for no change.
        ///
        /// White space between children gives way to it. An element that has text, all that is in it, and what
        /// `xml:space="preserve"` covers stay as they are. To see whether an element has text, the writer looks 64 KiB ahead:
        /// one whose text begins only behind so many bytes of children counts as one without.
        public var indent: Indent?
        /// White space between the children of elements without other text is left out, by the rule of ``indent``.
        public var removesBlankText: Bool
        public var encoding: Encoding
        /// `<a></a>` rather than `<a/>`.
        public var expandsEmptyElements: Bool
        /// A blank before the slash: `<a />`, as Python's ElementTree writes it.
        public var spacesEmptyElements: Bool
        /// What attribute values stand between.
        public var quotes: Quotes
        /// What becomes of characters that XML does not allow, such as U+0001.
        public var illegalCharacters: IllegalCharacters
        /// What becomes of `--` in a comment and of `?>` in a processing instruction, which would end it.
        public var closingText: ClosingText
        /// Names are looked up in their namespaces, and namespaces that are not in force declared. If not, names are written
        /// as they are, prefix and all, for events of a parser that does not process namespaces.
        public var processesNamespaces: Bool
        /// A newline at the end.
        public var trailingNewline: Bool
        /// What a ``Writer`` takes.
        public var roots: Roots

        public init(
            indent: Indent? = nil, removesBlankText: Bool = false, encoding: Encoding = .utf8,
            expandsEmptyElements: Bool = false, spacesEmptyElements: Bool = false, quotes: Quotes = .double,
            illegalCharacters: IllegalCharacters = .reject, closingText: ClosingText = .reject,
            processesNamespaces: Bool = true, trailingNewline: Bool = false, roots: Roots = .one
        ) {
            self.indent = indent
            self.removesBlankText = removesBlankText
            self.encoding = encoding
            self.expandsEmptyElements = expandsEmptyElements
            self.spacesEmptyElements = spacesEmptyElements
            self.quotes = quotes
            self.illegalCharacters = illegalCharacters
            self.closingText = closingText
            self.processesNamespaces = processesNamespaces
            self.trailingNewline = trailingNewline
            self.roots = roots
        }

        /// As it comes.
        public static let verbatim = WriterOptions()
        /// Two blanks for each level, a newline at the end.
        public static let pretty = WriterOptions(indent: 2, trailingNewline: true)
        /// No white space between children.
        public static let compact = WriterOptions(removesBlankText: true)

        /// What stands before a child for each level it is deep: a count of blanks, or a text.
        ///
        /// Text that is not white space gives another document.
        public struct Indent: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
            public var text: String

            public init(_ text: String) { self.text = text }
            public init(_ blanks: Int) { text = String(repeating: " ", count: max(blanks, 0)) }
            public init(integerLiteral value: Int) { self.init(value) }
            public init(stringLiteral value: String) { self.init(value) }
        }

        /// The bytes that characters become. What an encoding lacks is written as a reference: `&#8364;`.
        public enum Encoding: String, Sendable, Hashable, CaseIterable {
            case utf8 = "UTF-8"
            case usASCII = "US-ASCII"
            case latin1 = "ISO-8859-1"
        }

        /// What attribute values stand between.
        public enum Quotes: Sendable, Hashable {
            /// Quotation marks; those in the value become `&quot;`.
            case double
            /// Apostrophes around a value that has quotation marks and no apostrophe, as Python's `quoteattr` chooses.
            case fewest
        }

        /// What becomes of characters that XML does not allow (XML 1.0, production 2), not even by reference.
        public enum IllegalCharacters: Sendable, Hashable {
            /// ``WriterError``.
            case reject
            /// This stands in their place.
            case replace(with: Unicode.Scalar)
            /// They are left out.
            case remove
        }

        /// What becomes of text that would end the comment or processing instruction it is in.
        public enum ClosingText: Sendable, Hashable {
            /// ``WriterError``.
            case reject
            /// A blank takes it apart: `- -`, `? >`.
            case space
        }

        /// What a ``Writer`` takes.
        public enum Roots: Sendable, Hashable {
            /// One root element: a document.
            case one
            /// Any content, none included: elements and text side by side, an external entity.
            case any
        }
    }
}
