internal import SluiceCore

/// A batch with a copy of its bytes, to be parsed on another thread; or an error, to be reported at its place.
@safe
final class RecordJob: @unchecked Sendable {
    // Safe: one thread at a time has it: who cut it, who parses it, who delivers it. The copies are its own.
    let content: Content
    private(set) var tape: Tape?
    private let memory: UnsafeMutablePointer<UInt8>?
    private let ends: UnsafeMutablePointer<UInt32>?

    enum Content {
        case batch(RecordBatch)
        case bad(ParseError)
    }

    /// Bytes behind a batch that an error's line may show.
    private static let sight = 256

    init(bad error: ParseError) {
        content = .bad(error)
        unsafe memory = nil
        unsafe ends = nil
    }

    /// Copies the batch that `finder` has found.
    init(_ finder: RecordFinder) {
        let window = finder.window
        window.settle()
        let start = window.origin
        let visible = min(window.end, finder.batch.after + Self.sight)
        let count = visible - start
        let memory = UnsafeMutablePointer<UInt8>.allocate(
            capacity: RecordWindow.front + count + RecordWindow.padding)
        unsafe memory.initialize(repeating: 0x20, count: RecordWindow.front)
        unsafe (memory + RecordWindow.front).initialize(from: window.base + start, count: count)
        unsafe (memory + RecordWindow.front + count).initialize(repeating: 0x20, count: RecordWindow.padding)

        let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: finder.cutter.count)
        // Places stay what they are in the window: the base moves instead.
        unsafe ends.initialize(from: finder.cutter.ends, count: finder.cutter.count)
        let run = unsafe RecordRun(
            base: memory + RecordWindow.front - start, ends: ends, origin: start, from: finder.batch.from,
            count: finder.cutter.count, visible: visible, filler: finder.framing.filler)
        content = .batch(RecordBatch(finder, run: run))
        unsafe self.memory = memory
        unsafe self.ends = ends
    }

    deinit {
        unsafe memory?.deallocate()
        unsafe ends?.deallocate()
    }

    func parse(with bench: RecordBench) {
        if case .batch(let batch) = content { tape = batch.parse(with: bench) }
    }

    /// Hands over the tape.
    func takeTape() -> Tape? {
        defer { tape = nil }
        return tape
    }
}
