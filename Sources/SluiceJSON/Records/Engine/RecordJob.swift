internal import SluiceCore

/// A batch with the memory its bytes are in, to be parsed on another thread; or an error, to be reported at its place.
@safe
final class RecordJob: @unchecked Sendable {
    // Safe: one thread at a time has it: who cut it, who parses it, who delivers it.
    let content: Content
    private(set) var tape: Tape?
    let memory: RecordMemory?
    private let ends: UnsafeMutablePointer<UInt32>?

    enum Content {
        case batch(RecordBatch)
        case bad(ParseError)
    }

    init(bad error: ParseError) {
        content = .bad(error)
        memory = nil
        unsafe ends = nil
    }

    /// Takes the batch that `finder` has found out of its window.
    /// - Parameter spare: Memory for the window to go on in, or for the batch.
    init(takenFrom finder: RecordFinder, into spare: RecordMemory?) {
        finder.window.settle()
        let count = finder.cutter.count
        let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        unsafe ends.initialize(from: finder.cutter.ends, count: count)
        let tracker = finder.window.tracker
        let piece = finder.window.takeOut(through: finder.batch.after, using: spare)
        let run = unsafe RecordRun(
            base: piece.memory.base - piece.moved, ends: ends, origin: piece.origin, from: finder.batch.from,
            count: count,
            visible: piece.end, filler: finder.framing.filler)
        content = .batch(RecordBatch(finder, run: run, tracker: tracker))
        finder.batch.isEmpty = true
        memory = piece.memory
        unsafe self.ends = ends
    }

    deinit { unsafe ends?.deallocate() }

    func parse() {
        if case .batch(let batch) = content { tape = batch.parse() }
    }

    /// Hands over the tape.
    func takeTape() -> Tape? {
        defer { tape = nil }
        return tape
    }
}
