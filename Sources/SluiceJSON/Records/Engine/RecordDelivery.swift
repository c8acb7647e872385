public import SluiceCore

/// Turns what a ``RecordFinder`` finds into values, one after the other.
@usableFromInline
final class RecordDelivery: ChunkFed {
    let finder: RecordFinder
    private let policy: JSON.BadRecords.Policy
    @safe @exclusivity(unchecked) private var ownParsing: RecordParsing?
    @safe @exclusivity(unchecked) private var keeper = RecordKeeper()
    /// Does the parsing on other threads.
    @safe @exclusivity(unchecked) private var crew: RecordCrew?
    @safe @exclusivity(unchecked) private var job: RecordJob?

    // Checking each access costs more than giving a record does; nothing here is called while another call is under way.
    /// The batch that is being delivered, and its tape, or `nil` where its records are parsed one by one.
    @safe @exclusivity(unchecked) private var batch: RecordBatch?
    @safe @exclusivity(unchecked) private var tape: Tape?
    /// Where the next record is on the tape.
    @safe @exclusivity(unchecked) private var place = 0
    /// The next record of the batch, and how many it has.
    @safe @exclusivity(unchecked) private var next = 0
    @safe @exclusivity(unchecked) private var count = 0
    /// Where the batch's elements are no records but hold them: those of the element before `next`, which is at `root`.
    @safe @exclusivity(unchecked) private var search: RecordSearch?
    @safe @exclusivity(unchecked) private var matches: [RecordSearch.Match] = []
    @safe @exclusivity(unchecked) private var nextMatch = 0
    @safe @exclusivity(unchecked) private var root = 0
    /// Goes once more through such a batch that is not JSON as a whole.
    @safe @exclusivity(unchecked) private var replay: RecordFinder?

    /// Bytes that came while a batch in the window was being delivered.
    @safe @exclusivity(unchecked) private var queue: [UInt8] = []
    /// Whether bytes are given, and not read from a source.
    @safe @exclusivity(unchecked) private var isFed = false

    /// Records delivered.
    @safe @exclusivity(unchecked) private(set) var delivered = 0
    /// Records left out, and why.
    private(set) var badCount = 0
    private(set) var errors: [ParseError] = []
    /// Whether the error that is thrown is one of a record, which others may follow.
    @safe @exclusivity(unchecked) private var isTold = false
    @safe @exclusivity(unchecked) @usableFromInline private(set) var isOver = false
    /// Where the input starts that is read, if that is not the beginning.
    private var lineStart: LineStart?
    private lazy var linesBefore = lineStart.map { $0.position().line - 1 } ?? 0

    init(at selection: JSON.RecordSelection, options: JSON.RecordOptions, name: String?) throws(ParseError) {
        guard !options.parser.allowsComments else {
            throw ParseError(
                .unsupported, "records are not cut out of text that has comments (allowsComments)", at: TextPosition())
        }
        // A thread gets the whole of a window, less the record that is cut in two by its end.
        let isShared = options.workers > 1
        finder = RecordFinder(
            framing: try selection.framing(), options: options.parser, name: name,
            range: options.range ?? 0..<Int.max,
            window: RecordWindow(capacity: options.windowBytes),
            reach: max(isShared ? options.windowBytes : options.batchBytes ?? options.windowBytes / 4, 1))
        finder.window.largest = options.parser.limits.effectiveRecordBytes + options.windowBytes
        finder.window.limit = options.parser.limits.documentBytes
        policy = options.badRecords.policy
        crew = options.workers > 1 ? RecordCrew(workers: options.workers, isOrdered: options.isOrdered) : nil
    }

    /// Starts in the middle of the input.
    func start(at place: LineStart) {
        guard place.offset > 0 else { return }
        finder.start(at: place.offset, isInsideLine: place.isInsideLine)
        lineStart = place
    }

    /// Parses what simdjson declines, since it is first needed.
    private var parsing: RecordParsing {
        let parsing = ownParsing ?? RecordParsing(options: finder.options)
        ownParsing = parsing
        return parsing
    }

    // MARK: - Input

    func feed(_ bytes: Span<UInt8>) {
        guard !isOver, !finder.window.isCut else { return }
        isFed = true
        if batch != nil, crew == nil, replay == nil {
            // The batch lies in the window, which must not move now.
            queue.append(copying: bytes)
        } else {
            finder.endBatch()
            finder.window.append(bytes)
        }
    }

    func feed(chunk: some Sequence<UInt8>) {
        // Where they are contiguous, as they are or after a copy: a chunk is small.
        if chunk.withContiguousStorageIfAvailable({ unsafe feed($0.span) }) == nil { feed(Array(chunk).span) }
    }

    func finishInput() { finder.window.isComplete = true }

    @usableFromInline
    func read<Source: ByteSource & ~Copyable>(from source: inout Source) throws {
        do {
            try finder.window.read(from: &source)
        } catch {
            finish()
            throw error
        }
    }

    // MARK: - Records

    /// The next record; `nil` where there is no more, or not without more input.
    @usableFromInline
    func take() throws(ParseError) -> JSON? {
        if let value = ready() { return value }
        return try takeSlowly()
    }

    /// The next record of the batch, where it has a tape of records and not of what they are in.
    @inline(__always)
    func ready() -> JSON? {
        guard next < count, let tape, search == nil else { return nil }
        let index = place
        place = tape.next(after: index)
        next += 1
        return deliver(index, of: tape)
    }

    private func deliver(_ index: Int, of tape: Tape) -> JSON {
        delivered += 1
        let value = JSON(tape: tape, index: index)
        return keeper.detaches ? value.detached() : value
    }

    private func takeSlowly() throws(ParseError) -> JSON? {
        if isOver { return nil }
        do throws(ParseError) {
            while true {
                if let value = try tape == nil ? takeAlone() : takeWithin() { return value }
                endBatch()
                let isFound =
                    if let replay { try findBatch(of: replay) } else if crew != nil { try receiveBatch() } else {
                        try findBatch(of: finder)
                    }
                guard isFound else {
                    rest()
                    return nil
                }
                if tape != nil, search == nil { return try take() }
            }
        } catch {
            if isTold { isTold = false } else { finish() }
            throw counted(error)
        }
    }

    /// No more comes after this.
    func finish() {
        endBatch()
        isOver = true
    }

    /// Gives up the memory that parsing takes: a stream that is fed may be silent for long.
    private func rest() {
        guard isFed, crew == nil else { return }
        finder.rest()
        guard finder.window.capacity == 0 else { return }
        ownParsing = nil
        keeper.rest()
    }

    /// Bytes of memory that go when all that was fed has become records.
    var heldBytes: Int {
        finder.window.capacity + finder.cutter.heldBytes + queue.capacity + (ownParsing == nil ? 0 : 1)
            + keeper.heldCount
    }

    private func endBatch() {
        keeper.release(&tape)
        search = nil
        matches.removeAll(keepingCapacity: true)
        nextMatch = 0
        batch = nil
        if let job { crew?.reclaim(job) }
        job = nil
        if !queue.isEmpty, replay == nil {
            finder.endBatch()
            finder.window.append(queue.span)
            queue.removeAll()
        }
        next = 0
        count = 0
    }

    /// The next record of a batch that has no tape.
    private func takeAlone() throws(ParseError) -> JSON? {
        guard let batch else { return nil }
        while next < count {
            next += 1
            let value: JSON
            do throws(ParseError) {
                value = try batch.value(next - 1, or: parsing)
            } catch {
                try leaveOut(error)
                continue
            }
            delivered += 1
            return value
        }
        return nil
    }

    /// The next record within the elements of a batch.
    private func takeWithin() -> JSON? {
        guard let search, let tape else { return nil }
        while nextMatch == matches.count {
            guard next < count else { return nil }
            matches.removeAll(keepingCapacity: true)
            nextMatch = 0
            root = place
            search.collect(root, of: tape, into: &matches)
            place = tape.next(after: root)
            next += 1
        }
        nextMatch += 1
        return deliver(matches[nextMatch - 1].index, of: tape)
    }

    private func leaveOut(_ error: ParseError) throws(ParseError) {
        if case .stop = policy { throw error }
        badCount += 1
        if case .tell = policy {
            isTold = true
            throw error
        }
        if case .collect(let limit) = policy, errors.count < limit { errors.append(counted(error)) }
    }

    /// Finds the next batch of records, and parses it; `false` where there is none, or not without more input.
    private func findBatch(of finder: RecordFinder) throws(ParseError) -> Bool {
        while true {
            switch try finder.next() {
            case .batch:
                if !finder.batch.isRecord {
                    if !finder.isJSON() { try check(RecordBatch(finder)) }
                    continue
                }
                let batch = RecordBatch(finder)
                begin(batch, tape: batch.parse())
                return true
            case .bad(let error): try leaveOut(error)
            case .needsInput, .done:
                // The end of a replay is none of the document's.
                if finder === replay {
                    replay = nil
                    return true
                }
                guard case .done = finder.stage else { return false }
                isOver = true
                return false
            }
        }
    }

    private func begin(_ batch: RecordBatch, tape: Tape?) {
        if batch.details.deeper != 0 {
            guard tape != nil else {
                replay = batch.replay()
                return
            }
            search = RecordSearch(batch)
        }
        keeper.wake()
        self.batch = batch
        self.tape = tape
        place = 2
        next = 0
        count = batch.run.count
    }

    /// Checks values that are no records.
    private func check(_ batch: RecordBatch) throws(ParseError) {
        for i in 0..<batch.run.count { _ = try batch.value(i, or: parsing) }
    }

    /// The next batch from the threads; `false` where there is none, or not without more input.
    private func receiveBatch() throws(ParseError) -> Bool {
        while true {
            guard crew?.fill(from: finder) == true else { return false }
            guard let job = try crew?.next() else {
                isOver = true
                return false
            }
            switch job.content {
            case .bad(let error): try leaveOut(error)
            case .batch(let batch):
                let tape = job.takeTape()
                if batch.details.isRecord {
                    self.job = job
                    begin(batch, tape: tape)
                    return true
                }
                if tape == nil { try check(batch) }
            }
        }
    }

    /// The error with its line counted from the beginning of the input.
    private func counted(_ error: ParseError) -> ParseError {
        guard lineStart != nil else { return error }
        return ParseError(
            error.code, error.message, at: counted(error.position), path: error.path, sourceName: error.sourceName,
            sourceLine: error.sourceLine, engineCode: error.engineCode)
    }

    private func counted(_ position: TextPosition) -> TextPosition {
        TextPosition(offset: position.offset, line: position.line + linesBefore, column: position.column)
    }

    // MARK: - About the record that was delivered last

    private var last: (batch: RecordBatch, index: Int)? {
        guard let batch, next > 0 else { return nil }
        return (batch, next - 1)
    }

    /// The way from the last record's element to itself.
    private var way: [(ordinal: Int, step: String)] {
        guard search != nil, nextMatch > 0, let tape else { return [] }
        return RecordSearch.way(from: root, to: matches[nextMatch - 1].index, of: tape)
    }

    /// The last record's text, in its batch.
    private var text: Range<Int> {
        guard let (batch, i) = last else { return 0..<0 }
        let text = batch.run.text(i)
        let way = way
        guard !way.isEmpty else { return text }
        let inner = RecordSearch.locate(way, in: batch.run.bytes(text))
        return text.lowerBound + inner.lowerBound..<text.lowerBound + inner.upperBound
    }

    var pathIndex: Int {
        guard search != nil, nextMatch > 0 else { return last?.batch.details.pathIndex ?? 0 }
        return matches[nextMatch - 1].pathIndex
    }

    var path: String { last.map { $0.batch.path($0.index) + RecordContext.pointer(way.map(\.step)) } ?? "" }
    var offset: Int { last.map { $0.batch.offset(of: text.lowerBound) } ?? 0 }
    var position: TextPosition { last.map { counted($0.batch.position(of: text.lowerBound)) } ?? TextPosition() }
    var bytes: [UInt8] { last.map { Array(copying: $0.batch.run.bytes(text)) } ?? [] }
}
