/// A JSON value, and the room for everything that speaks JSON (RFC 8259).
///
/// A value that was parsed is a place in the document it came from: nothing is converted until it is asked for, and
/// copying it costs one retain. It keeps its whole document alive. Values that you make or change in Swift are values
/// too: a change copies the containers on the path to it, and nothing else.
public struct JSON: Sendable {
    // What stands behind a value:
    //
    //   owner      bits                     tag
    //   Tape       index of its word        { [ " N
    //   Branch     0                        O A
    //   nil        the number's 64 bits     l u d
    //   nil        0                        t f n
    @usableFromInline var owner: Owner?
    @usableFromInline var bits: UInt64
    @usableFromInline var tag: Tape.Tag

    @inlinable @inline(__always)
    init(owner: Owner?, bits: UInt64, tag: Tape.Tag) {
        self.owner = owner
        self.bits = bits
        self.tag = tag
    }

    /// The value at `index` of `tape`.
    @inlinable @inline(__always)
    init(tape: Tape, index: Int) {
        tag = tape.tag(at: index)
        switch tag {
        case .startObject, .startArray, .string, .numberText:
            owner = tape
            bits = UInt64(truncatingIfNeeded: index)
        default:
            owner = nil
            // Behind a number's word stand its bits; the word behind `t`, `f` and `n`, at worst the last root, is of no
            // meaning here and asked by nobody.
            bits = tape.bits(at: index)
        }
    }
}
