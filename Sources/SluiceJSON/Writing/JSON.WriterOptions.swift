extension JSON {
    /// How JSON text is written. The default is compact RFC 8259: `{"a":[1,2.5]}`.
    ///
    /// ```swift
    /// try value.dumps(.pretty)
    /// try value.dumps(.init(indent: "\t", sortKeys: true))
    /// ```
    public struct WriterOptions: Sendable, Hashable {
        /// Each element and member on a line of its own, with this before it for each level; `nil` for one line.
        /// Empty containers stay on one line.
        public var indent: Indent?
        /// What stands between elements, and between a name and its value.
        public var separators: Separators
        /// Members in the order of their names' code points, those of one name in the order they came.
        ///
        /// A ``Writer`` then holds the outermost object that is open in memory.
        public var sortKeys: Bool
        /// Characters beyond ASCII as `\uXXXX`, those beyond the BMP as a surrogate pair; and DEL, as Python does.
        public var ensureASCII: Bool
        /// `/` as `\/`, for text that stands within HTML.
        public var escapesSlashes: Bool
        /// What becomes of NaN and the infinities.
        public var nonFinite: NonFinite
        /// How a Double is laid out. Text of numbers passes through as it is.
        public var numbers: NumberLayout
        /// RFC 8785 (JCS): the one form of a value for hashing and signing.
        ///
        /// No white space, names in the order of their UTF-16 code units, every number as the nearest Double in ECMAScript's
        /// layout. It overrules every option before it, and the last newline. A name twice in an object and a number
        /// beyond Double are errors.
        public var canonical: Bool
        /// A newline after the root value.
        public var trailingNewline: Bool
        /// How many values a ``Writer`` takes.
        public var roots: Roots
        /// When a ``Writer`` hands what it has to its sink.
        public var flush: FlushPolicy

        public init(
            indent: Indent? = nil, separators: Separators = .automatic, sortKeys: Bool = false,
            ensureASCII: Bool = false,
            escapesSlashes: Bool = false, nonFinite: NonFinite = .reject, numbers: NumberLayout = .shortest,
            canonical: Bool = false, trailingNewline: Bool = false, roots: Roots = .one, flush: FlushPolicy = .whenFull
        ) {
            self.indent = indent
            self.separators = separators
            self.sortKeys = sortKeys
            self.ensureASCII = ensureASCII
            self.escapesSlashes = escapesSlashes
            self.nonFinite = nonFinite
            self.numbers = numbers
            self.canonical = canonical
            self.trailingNewline = trailingNewline
            self.roots = roots
            self.flush = flush
        }

        /// One line, no blanks.
        public static let compact = WriterOptions()
        /// Two blanks for each level.
        public static let pretty = WriterOptions(indent: 2)
        /// What Python's `json.dumps(value)` gives; set `indent`, `sortKeys`, `ensureASCII` and `nonFinite` as there.
        public static let python = WriterOptions(
            separators: .spaced, ensureASCII: true, nonFinite: .literal, numbers: .python)
        /// RFC 8785.
        public static let canonical = WriterOptions(canonical: true)
        /// One value a line (NDJSON): any number of roots.
        public static let lines = WriterOptions(roots: .lines)

        /// What stands before an element for each level it is deep: a count of blanks, or a text.
        ///
        /// 0, a negative count and the empty text give new lines without an indent, as in Python. Text that is not white
        /// space gives what is not JSON.
        public struct Indent: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
            public var text: String

            public init(_ text: String) { self.text = text }
            public init(_ blanks: Int) { text = String(repeating: " ", count: max(blanks, 0)) }
            public init(integerLiteral value: Int) { self.init(value) }
            public init(stringLiteral value: String) { self.init(value) }
        }

        /// What stands between elements, and between a name and its value.
        public enum Separators: Sendable, Hashable {
            /// `,` and `:`, and `: ` where there are lines.
            case automatic
            /// `, ` and `: `; the comma alone where there are lines. Python's default.
            case spaced
            /// These, as they are.
            case custom(item: String, key: String)
        }

        /// What becomes of NaN and the infinities, which JSON has no text for.
        public enum NonFinite: Sendable, Hashable {
            /// ``WriterError``.
            case reject
            /// `null` stands in their place.
            case null
            /// `NaN`, `Infinity`, `-Infinity`: read by Python and by ``ParserOptions/allowsNonFinite``, not JSON.
            case literal
        }

        /// How the shortest digits that read back as the same Double are laid out.
        public enum NumberLayout: Sendable, Hashable {
            /// `1.0` `0.00001` `1e16` `1.5e-7`: always seen to be no integer.
            case shortest
            /// `1.0` `1e-05` `1e+16` `1.5e-07`: Python's `repr`.
            case python
            /// `1` `0.00001` `10000000000000000` `1.5e-7`: ECMAScript and RFC 8785.
            case ecmaScript
        }

        /// How many values a ``Writer`` takes.
        public enum Roots: Sendable, Hashable {
            /// Exactly one: a document.
            case one
            /// Any number, none included, each with a newline after it: NDJSON, as long as there is no indent.
            case lines
        }

        /// When a ``Writer`` hands what it has to its sink.
        public enum FlushPolicy: Sendable, Hashable {
            /// At 64 KiB and at the end.
            case whenFull
            /// After each root as well: for readers that wait for every line.
            case afterEachRoot
        }
    }
}
