extension Tape {
    /// The top eight bits of a word: the first character of what it stands for.
    @usableFromInline
    struct Tag: Equatable, Sendable {
        @usableFromInline let rawValue: UInt8

        @inlinable
        init(rawValue: UInt8) { self.rawValue = rawValue }

        @inlinable static var root: Tag { Tag(rawValue: UInt8(ascii: "r")) }
        @inlinable static var startObject: Tag { Tag(rawValue: UInt8(ascii: "{")) }
        @inlinable static var endObject: Tag { Tag(rawValue: UInt8(ascii: "}")) }
        @inlinable static var startArray: Tag { Tag(rawValue: UInt8(ascii: "[")) }
        @inlinable static var endArray: Tag { Tag(rawValue: UInt8(ascii: "]")) }
        @inlinable static var string: Tag { Tag(rawValue: UInt8(ascii: "\"")) }
        @inlinable static var int64: Tag { Tag(rawValue: UInt8(ascii: "l")) }
        @inlinable static var uint64: Tag { Tag(rawValue: UInt8(ascii: "u")) }
        @inlinable static var double: Tag { Tag(rawValue: UInt8(ascii: "d")) }
        /// A number that no 64 bits hold, kept as text.
        @inlinable static var numberText: Tag { Tag(rawValue: UInt8(ascii: "N")) }
        @inlinable static var `true`: Tag { Tag(rawValue: UInt8(ascii: "t")) }
        @inlinable static var `false`: Tag { Tag(rawValue: UInt8(ascii: "f")) }
        @inlinable static var null: Tag { Tag(rawValue: UInt8(ascii: "n")) }
        /// An object that was edited: its members stand in a ``Branch``, not on a tape.
        @inlinable static var editedObject: Tag { Tag(rawValue: UInt8(ascii: "O")) }
        /// An array that was edited.
        @inlinable static var editedArray: Tag { Tag(rawValue: UInt8(ascii: "A")) }
    }
}
