/// Sees to it that records which the user keeps do not keep the batches they came in.
///
/// A batch's tape is shared by its records. Where several batches are still held when they are over, records are copied
/// out of theirs, each on its own, until the holders have let go.
struct RecordKeeper {
    /// Tapes that were in use when their batch was over.
    private var held: [Tape] = []
    private static let mostHeld = 4

    /// Whether records are to be copied out of their batch.
    var detaches: Bool { held.count >= Self.mostHeld }

    /// Lets go of the tape of a batch that is over.
    mutating func release(_ tape: inout Tape?) {
        for i in held.indices.reversed() where isKnownUniquelyReferenced(&held[i]) { held.remove(at: i) }
        if tape != nil, !isKnownUniquelyReferenced(&tape), let tape, !detaches { held.append(tape) }
        tape = nil
    }
}
