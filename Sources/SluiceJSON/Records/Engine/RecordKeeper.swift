/// Sees to it that records which the user keeps do not keep the batches they came in.
///
/// A batch's tape is shared by its records. Where several batches are still held when they are over, records are copied
/// out of theirs, each on its own, until the holders have let go.
struct RecordKeeper {
    /// Tapes that were in use when their batch was over.
    private var held: [Tape] = []
    /// The same while the stream is silent: then their holders alone keep them.
    private var resting: [Resting] = []
    private static let mostHeld = 4

    private struct Resting {
        weak var tape: Tape?
    }

    /// Whether records are to be copied out of their batch.
    var detaches: Bool { held.count >= Self.mostHeld }

    /// Tapes that live as long as this looks at them.
    var heldCount: Int { held.count }

    /// Lets go of the tape of a batch that is over.
    mutating func release(_ tape: inout Tape?) {
        for i in held.indices.reversed() where isKnownUniquelyReferenced(&held[i]) { held.remove(at: i) }
        if tape != nil, !isKnownUniquelyReferenced(&tape), let tape, !detaches { held.append(tape) }
        tape = nil
    }

    /// Looks at its tapes without keeping them, until the next batch.
    mutating func rest() {
        if held.isEmpty { return }
        for i in held.indices where !isKnownUniquelyReferenced(&held[i]) { resting.append(Resting(tape: held[i])) }
        held = []
    }

    mutating func wake() {
        if resting.isEmpty { return }
        held += resting.compactMap(\.tape)
        resting = []
    }
}
