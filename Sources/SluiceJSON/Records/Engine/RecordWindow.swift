internal import CScan
internal import SluiceCore

// The part of the input that is being looked at, in one buffer that stays in the processor's cache.
//
//            │<- done with ->│<- scanned ->│<- to be scanned ->│<- room ->│
//   [ front ]│               │             │                   │          │[ padding ]
//            0  origin     start        scanned               end      capacity
//
// `origin` is where the position tracker stands. Bytes are read once, behind `end`; the record that is cut in two by
// `end` moves to the front before more are read. The buffer grows only for a record that does not fit it, is taken when
// the first byte comes, and can be given up whenever no byte is in it that is not done with.
@safe
final class RecordWindow {
    // Accesses are not checked, as those of RecordDelivery.
    /// The byte of index 0.
    var base: UnsafeMutablePointer<UInt8> { unsafe memory.base }
    var capacity: Int { memory.capacity }
    @safe @exclusivity(unchecked) private var memory = RecordMemory.none
    private let usualCapacity: Int
    /// The first byte that is not done with.
    @safe @exclusivity(unchecked) private(set) var start = 0
    /// How far the current record has been scanned for its end; one byte beyond `end` where that one is escaped.
    @safe @exclusivity(unchecked) var scanned = 0
    @safe @exclusivity(unchecked) private(set) var end = 0
    /// Whether no more bytes come.
    @safe @exclusivity(unchecked) var isComplete = false
    /// Bytes of input that may be looked at, and whether there were more.
    @safe @exclusivity(unchecked) var limit = Int.max
    @safe @exclusivity(unchecked) private(set) var isCut = false
    /// Whether the input ends at `end`.
    var isLast: Bool { isComplete && !isCut }

    /// Bytes beyond which the buffer need not grow.
    var largest = Int.max

    @safe @exclusivity(unchecked) private(set) var origin = 0
    /// How many lines there are from `origin` to `counted`, at which one begins.
    @safe @exclusivity(unchecked) private var lines = 0
    @safe @exclusivity(unchecked) private var counted = 0
    @safe @exclusivity(unchecked) private(set) var tracker: PositionTracker

    init(capacity: Int) {
        usualCapacity = max(capacity, 16)
        tracker = PositionTracker()
    }

    deinit { SpareRecordMemory.give(memory) }

    /// A window that holds what `run` shows, through byte `last`, and stands where `tracker` does.
    convenience init(copying run: RecordRun, through last: Int, tracker: PositionTracker) {
        let bytes = run.bytes(run.origin..<min(last + 1, run.visible))
        self.init(capacity: bytes.count)
        self.tracker = tracker
        append(bytes)
    }

    /// Says that the first byte to come is not the document's first; the line is counted from there.
    func start(at offset: Int) {
        tracker = PositionTracker(startingAt: TextPosition(offset: offset, line: 1, column: 1))
    }

    subscript(index: Int) -> UInt8 {
        precondition(index >= start && index < end)
        return unsafe base[index]
    }

    /// Bytes of the document before byte `index`.
    func offset(of index: Int) -> Int { tracker.position.offset + (index - origin) }

    func position(of index: Int) -> TextPosition { tracker.position(of: index - origin, in: bytes(from: origin)) }

    func error(_ code: ParseError.Code, _ message: String, at index: Int, path: String, name: String?) -> ParseError {
        tracker.error(code, message, at: index - origin, in: bytes(from: origin), path: path, sourceName: name)
    }

    @_lifetime(borrow self)
    func bytes(from index: Int) -> Span<UInt8> { bytes(index..<end) }

    @_lifetime(borrow self)
    func bytes(_ range: Range<Int>) -> Span<UInt8> {
        precondition(range.lowerBound >= 0 && range.upperBound <= end)
        let span = unsafe Span<UInt8>(_unsafeStart: base + range.lowerBound, count: range.count)
        // Safe: within the buffer, which this object owns; no byte of it changes before `read` or `append`.
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Is done with everything before `index`.
    func consume(to index: Int) {
        precondition(index >= start && index <= end)
        start = index
        scanned = max(scanned, index)
    }

    /// Is done with so many lines, the last of which ends before `index`.
    func consume(to index: Int, lines: Int) {
        if counted == start, lines > 0 {
            counted = index
            self.lines += lines
        }
        consume(to: index)
    }

    /// Whether no more bytes may be looked at, or what is not done with takes so much of the buffer that few can be read
    /// behind it.
    var isExhausted: Bool { isCut || end - start > usualCapacity / 2 }

    /// Passes over white space, and says whether a byte follows it.
    func skipBlanks() -> Bool {
        var index = start
        while index < end, Self.isBlank(unsafe base[index]) { index += 1 }
        if index != start { consume(to: index) }
        return index < end
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    func isBlank(_ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= start && range.upperBound <= end)
        return range.allSatisfy { Self.isBlank(unsafe base[$0]) }
    }

    /// Moves the tracker to the first byte that is not done with.
    func settle() {
        guard origin < start else { return }
        if lines > 0 { tracker.advance(over: counted - origin, lines: lines) }
        tracker.advance(over: bytes(counted..<start))
        stand(at: start)
    }

    private func stand(at index: Int) {
        origin = index
        counted = index
        lines = 0
    }

    /// Appends bytes, all of them.
    func append(_ bytes: Span<UInt8>) {
        makeRoom(for: bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let from = source.baseAddress else { return }
            // Safe: there is room for as many behind `end`.
            unsafe (base + end).update(from: from, count: source.count)
        }
        end += bytes.count
        cut()
    }

    private func cut() {
        let excess = offset(of: end) - limit
        guard excess > 0 else { return }
        end -= min(excess, end - start)
        isCut = true
    }

    /// Reads what there is room for; at the end of the input, says so to itself.
    func read<Source: ByteSource & ~Copyable>(from source: inout Source) throws(IOFailure) {
        makeRoom(for: max(usualCapacity / 4, 1))
        // Safe: the bytes behind `end` are the window's own, and the span does not leave this function.
        let room = unsafe UnsafeMutableBufferPointer(start: base + end, count: capacity - end)
        var chunk = unsafe OutputSpan(buffer: room, initializedCount: 0)
        do throws(IOFailure) {
            try source.read(into: &chunk)
        } catch {
            end += unsafe chunk.finalize(for: room)
            throw error
        }
        let count = unsafe chunk.finalize(for: room)
        end += count
        isComplete = count == 0
        cut()
    }

    private func makeRoom(for count: Int) {
        if capacity - end >= count { return }
        let used = end - start
        settle()
        var wanted = usualCapacity
        while wanted - used < count { wanted *= 2 }
        // Beyond what a record may have, only what is asked for.
        wanted = max(min(wanted, largest), used + count)
        if wanted > capacity || wanted < capacity / 4 {
            let before = memory
            move(to: SpareRecordMemory.take(wanted))
            SpareRecordMemory.give(before)
        } else {
            move(to: memory)
        }
    }

    /// Keeps no more memory than what is not done with needs; none for nothing.
    func release() {
        let used = end - start
        // One byte beyond the end may have been scanned: it is to come.
        guard capacity > 4 * used + 1024 || (used == 0 && capacity > 0) else { return }
        let before = memory
        settle()
        move(to: used == 0 ? .none : RecordMemory(capacity: 2 * used))
        SpareRecordMemory.give(before)
    }

    /// Lets what is not done with begin `other`, which may be the same memory.
    private func move(to other: RecordMemory) {
        let used = end - start
        // Safe: both hold as many; they may overlap, which `update` allows.
        unsafe other.base.update(from: base + start, count: used)
        memory = other
        scanned -= start
        end = used
        start = 0
        stand(at: 0)
    }

    /// Bytes that were taken out of the window, where what was at `moved` is now at 0.
    struct Piece {
        let memory: RecordMemory
        var moved = 0
        let origin: Int
        let end: Int
    }

    /// Bytes behind those taken out that an error's line may show.
    private static let sight = 256

    /// Is done with everything before `index`, and gives it away. The window must stand at its origin.
    ///
    /// Little is copied: what is behind `index` to other memory if that is less, else what is before it.
    func takeOut(through index: Int, using spare: RecordMemory?) -> Piece {
        let count = index - start
        let visible = min(end, index + Self.sight)
        let needed = max(count, end - index) + Self.sight
        let other =
            spare.flatMap { $0.capacity >= needed ? $0 : nil } ?? RecordMemory(capacity: max(usualCapacity, needed))
        let piece: Piece
        if end - index <= count {
            piece = Piece(memory: memory, origin: start, end: visible)
            consume(to: index)
            settle()
            move(to: other)
        } else {
            // Safe: `other` has room for them.
            unsafe other.base.update(from: base + start, count: visible - start)
            piece = Piece(memory: other, moved: start, origin: start, end: visible)
            consume(to: index)
        }
        return piece
    }
}
