/// A JSON value, and the room for everything that speaks JSON (RFC 8259).
///
/// A value that was parsed is a place in the document it came from: nothing is converted until it is asked for, and
/// copying it costs one retain. It keeps its whole document alive. Values that you make or change in Swift are values
/// too: a change copies the containers on the path to it, and nothing else.
public struct JSON: Sendable {
    // What stands behind a value:
    //
    //   owner          bits                     tag
    //   Tape           index of its word        { [ " l u d N t f n
    //   Branch         0                        O A
    //   nil            the number's 64 bits     l u d t f n          (made in Swift: no memory behind it)
    @usableFromInline var owner: Owner?
    @usableFromInline let bits: UInt64
    @usableFromInline let tag: Tape.Tag

    @inlinable @inline(__always)
    init(owner: Owner?, bits: UInt64, tag: Tape.Tag) {
        self.owner = owner
        self.bits = bits
        self.tag = tag
    }

    /// The value at `index` of `tape`.
    @inlinable @inline(__always)
    init(tape: Tape, index: Int) {
        owner = tape
        bits = UInt64(truncatingIfNeeded: index)
        tag = tape.tag(at: index)
    }
}
