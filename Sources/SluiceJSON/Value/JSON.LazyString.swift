extension JSON {
    /// A string or member name of a document, turned into a String only when you ask.
    ///
    /// It compares as JSON does, by code points: `"é"` and `"e\u{301}"` are two texts here, though one to Swift's String.
    /// Comparing it with a literal makes no String. It keeps its document alive; `String(name)` is a copy to keep.
    public struct LazyString: Sendable {
        @usableFromInline let tape: Tape
        @usableFromInline let offset: Int

        @inlinable @inline(__always)
        init(tape: Tape, offset: Int) {
            self.tape = tape
            self.offset = offset
        }

        /// A copy of `string`.
        public init(_ string: String) {
            tape = Tape(text: string.utf8.span, tag: .string)
            offset = 0
        }

        /// Bytes of UTF-8. Costs one load.
        @inlinable @inline(__always)
        public var utf8Count: Int { tape.textCount(atOffset: offset) }

        /// The bytes, borrowed: no copy is made.
        @inlinable
        public var text: JSON.Text {
            @_lifetime(borrow self)
            get { tape.text(atOffset: offset) }
        }
    }
}

extension JSON.LazyString: Hashable, Comparable {
    public static func == (a: Self, b: Self) -> Bool { a.tape.sameText(a.offset, b.tape, b.offset) }

    /// Compares with a String, byte by byte.
    public static func == (a: Self, b: String) -> Bool { a.text == b }
    public static func != (a: Self, b: String) -> Bool { !(a == b) }

    /// The order of the code points, which is the order of the bytes.
    public static func < (a: Self, b: Self) -> Bool { a.tape.textComesFirst(a.offset, b.tape, b.offset) }

    public func hash(into hasher: inout Hasher) { tape.hashText(atOffset: offset, into: &hasher) }
}

extension JSON.LazyString: ExpressibleByStringLiteral, CustomStringConvertible, CustomDebugStringConvertible {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { String(text) }
    public var debugDescription: String { String(text).debugDescription }
}

extension String {
    /// A copy of a text of a document.
    public init(_ string: JSON.LazyString) { self.init(string.text) }
}
