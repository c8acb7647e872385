internal import SluiceCore

/// Walks through a document as its bytes arrive and cuts the records out of it, in batches.
///
/// It decides by looking at as little as it can: brackets and strings inside a record, whole tokens between records.
/// What it passes over without reading goes through a ``RecordCheck``, and what it cannot explain becomes an error there.
final class RecordFinder {
    // Accesses are not checked, as those of RecordDelivery.
    let framing: RecordFraming
    let paths: [RecordPath]
    let options: JSON.ParserOptions
    let name: String?
    let range: Range<Int>
    let window: RecordWindow
    @safe @exclusivity(unchecked) var cutter: RecordCutter
    /// For names that have escapes or more than ASCII.
    var parsing: RecordParsing {
        let parsing = ownParsing ?? RecordParsing(options: options)
        ownParsing = parsing
        return parsing
    }
    @safe @exclusivity(unchecked) private var ownParsing: RecordParsing?
    /// Bytes that a batch should have: what parses within the processor's cache.
    let reach: Int

    @safe @exclusivity(unchecked) var stage = Stage.start
    @safe @exclusivity(unchecked) var frames: [Frame] = []
    /// The batch that was found last.
    @safe @exclusivity(unchecked) var batch = Batch()
    /// Reads a value larger than the window that is no record; `nil` while one is passed over unread.
    @safe @exclusivity(unchecked) var check: RecordCheck?
    /// Where it began, in bytes of the document; and the byte that stood there.
    var passedFrom = 0
    var passedFirst: UInt8 = 0

    enum Stage {
        /// At the first byte.
        case start
        /// Before the separator of a text of a sequence.
        case textSeparator(isFirst: Bool)
        /// Before an element, or the bracket that closes the array.
        case element(isFirst: Bool)
        /// Before a member's name, or the bracket that closes the object.
        case key(isFirst: Bool)
        case colon
        /// Before the value of a member, or the root.
        case value
        /// In a value that does not fit the window, whose end is being looked for.
        case passing
        /// Behind a value.
        case after
        case lines
        case concatenated
        /// No record can follow.
        case done
    }

    /// A container that is open.
    struct Frame {
        let isObject: Bool
        /// The paths that lead here, a bit for each.
        let paths: UInt64
        /// The element that is next, or being read.
        var index = 0
        /// The name of the member that is being read.
        var key: [UInt8] = []
        /// The elements before this one are gone through step by step, though they may be cut out whole.
        var walksUntil = 0
    }

    /// Records that follow one another in the window; their ends are the cutter's.
    struct Batch {
        /// Where the first one starts, white space included.
        var from = 0
        /// Where the text after the batch starts.
        var after = 0
        /// How many lines it is, where they are counted.
        var lines = 0
        /// Whether they are delivered, or only checked.
        var isRecord = true
        /// Whether some of them surely cannot be parsed together with others.
        var isIrregular = false
        /// Which path they match.
        var pathIndex = 0
        /// The index of the first in its array.
        var firstIndex = 0
        /// Where not 0, they are no records but hold them: those that these paths lead to.
        var deeper: UInt64 = 0
        var isEmpty = true
    }

    enum Found {
        case batch
        /// A record that is left out.
        case bad(ParseError)
        case needsInput
        case done
    }

    init(
        framing: RecordFraming, options: JSON.ParserOptions, name: String?, range: Range<Int>, window: RecordWindow,
        reach: Int, batchCapacity: Int = 4096
    ) {
        self.framing = framing
        paths = framing.paths
        self.options = options
        self.name = name
        self.range = range
        self.window = window
        self.reach = reach
        cutter = RecordCutter(capacity: batchCapacity)
    }

    /// Goes once more through a batch whose elements hold records, step by step.
    init(replaying batch: RecordBatch, framing: RecordFraming, options: JSON.ParserOptions, name: String?) {
        self.framing = framing
        paths = framing.paths
        self.options = options
        self.name = name
        range = 0..<Int.max
        window = RecordWindow(copying: batch.run, through: batch.details.after, tracker: batch.tracker)
        window.consume(to: batch.run.from - batch.run.origin)
        reach = window.capacity
        cutter = RecordCutter(capacity: 64)
        frames = batch.frames
        let last = frames.count - 1
        frames[last].index = batch.details.firstIndex
        frames[last].walksUntil = .max
        stage = .element(isFirst: batch.details.firstIndex == 0)
    }

    /// Starts in the middle of the input, which is lines.
    func start(at offset: Int, isInsideLine: Bool) {
        window.start(at: offset)
        stage = isInsideLine ? .passing : .lines
    }

    /// The next batch. The one before is over, and its bytes are gone.
    func next() throws(ParseError) -> Found {
        endBatch()
        while true {
            if isBeyondRange { stage = .done }
            guard let found = try step() else { continue }
            if case .needsInput = found {
                if isBeyondRange { continue }
                if window.isCut { throw overLimit() }
            }
            return found
        }
    }

    /// Whether no record can start in the range any more.
    private var isBeyondRange: Bool {
        if range.upperBound == .max { return false }
        switch stage {
        // A value is read to its end, and so is what shows that it is one, whether it is passed over or not.
        case .passing, .after, .colon: return false
        default:
            // White space is of no record: what stands behind it counts.
            _ = window.skipBlanks()
            return window.offset(of: window.start) >= range.upperBound
        }
    }

    /// Is done with the batch, whose places in the window are good no longer.
    func endBatch() {
        guard !batch.isEmpty else { return }
        window.consume(to: batch.after, lines: batch.lines)
        batch.isEmpty = true
    }

    /// Gives up the memory of what is done with. There is no batch.
    func rest() {
        window.release()
        cutter.release()
        ownParsing = nil
    }

    private func step() throws(ParseError) -> Found? {
        switch stage {
        case .start: return start()
        case .textSeparator(let isFirst): return try textSeparator(isFirst: isFirst)
        case .element(let isFirst): return try element(isFirst: isFirst)
        case .key(let isFirst): return try key(isFirst: isFirst)
        case .colon: return try colon()
        case .value: return try value()
        case .passing: return try pass()
        case .after: return try after()
        case .lines: return try lines()
        case .concatenated: return try concatenated()
        case .done: return .done
        }
    }

    private func overLimit() -> ParseError {
        error(
            .limitExceeded,
            "the document is longer than the limit of \(options.limits.documentBytes) bytes (documentBytes)",
            at: window.end)
    }

    private func start() -> Found? {
        // A range may start in the middle of the document: a mark there is no mark.
        if window.offset(of: window.start) == 0 {
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            let count = min(window.end - window.start, mark.count)
            let isMark = (0..<count).allSatisfy { window[window.start + $0] == mark[$0] }
            if isMark, count < mark.count, !window.isLast { return .needsInput }
            if isMark, count == mark.count { window.consume(to: mark.count) }
        }
        switch framing {
        case .paths: stage = .value
        case .lines: stage = .lines
        case .concatenated: stage = .concatenated
        case .textSequence: stage = .textSeparator(isFirst: true)
        }
        return nil
    }

    // MARK: - What batches have in common

    /// Whether the batch surely is what it should be; if not, each of it must be looked at alone.
    func isJSON() -> Bool {
        RecordBench.parse(
            RecordRun(self), needsCommas: framing.needsCommas, levels: frames.count, limits: options.limits) != nil
    }

    /// Makes the records that the cutter has found the batch, those of them that are within the range.
    func found(
        after: Int, lines: Int = 0, isRecord: Bool = true, isIrregular: Bool = false, pathIndex: Int = 0,
        deeper: UInt64 = 0
    ) -> Found? {
        batch.from = window.start
        batch.after = after
        batch.lines = lines
        batch.isRecord = isRecord
        batch.isIrregular = isIrregular
        batch.pathIndex = pathIndex
        batch.deeper = deeper
        batch.firstIndex = frames.last?.index ?? 0
        if let last = frames.indices.last, !frames[last].isObject { frames[last].index += cutter.count }

        if window.offset(of: batch.from) < range.lowerBound { dropRecordsBeforeRange() }
        if window.offset(of: after) >= range.upperBound { dropRecordsAfterRange() }
        guard cutter.count > 0 else {
            window.consume(to: after)
            return nil
        }
        batch.isEmpty = false
        return .batch
    }

    private func dropRecordsBeforeRange() {
        let run = RecordRun(self)
        var dropped = 0
        while dropped < cutter.count, window.offset(of: run.text(dropped).lowerBound) < range.lowerBound {
            dropped += 1
        }
        guard dropped > 0 else { return }
        batch.from = min(cutter[dropped - 1] + 1, window.end)
        batch.firstIndex += dropped
        cutter.drop(dropped)
    }

    private func dropRecordsAfterRange() {
        let run = RecordRun(self)
        var kept = cutter.count
        while kept > 0, window.offset(of: run.text(kept - 1).lowerBound) >= range.upperBound { kept -= 1 }
        if kept < cutter.count { stage = .done }
        cutter.keep(kept)
    }

    /// What to do when the end of a value is not in the window: wait for more, or pass over it, for its size or because
    /// it stands before the range.
    func incomplete(isRecord: Bool) throws(ParseError) -> Found? {
        // Else white space in front of a record would count as part of it.
        guard window.skipBlanks() else { return try moreInput() }
        let isWanted = window.offset(of: window.start) >= range.lowerBound
        let isTooLarge =
            isRecord ? window.end - window.start > options.limits.effectiveRecordBytes : window.isExhausted
        guard isTooLarge || !isWanted else { return try moreInput() }
        check = nil
        if !isRecord, isWanted {
            var context = context()
            context.start = window.position(of: window.start)
            check = RecordCheck(after: context, options: options)
        }
        passedFrom = window.offset(of: window.start)
        passedFirst = window[window.start]
        stage = .passing
        guard isRecord, isWanted else { return nil }
        let fault = RecordFault.oversizedRecord(options.limits.effectiveRecordBytes)
        return .bad(located(fault, from: passedFrom))
    }

    func error(_ code: ParseError.Code, _ message: String, at index: Int, path: String? = nil) -> ParseError {
        window.error(code, message, at: index, path: path ?? RecordContext.pointer(steps), name: name)
    }
}

extension ParserLimits {
    /// Places in a window are 32-bit numbers.
    var effectiveRecordBytes: Int { min(recordBytes, Int(UInt32.max) - (1 << 24)) }
}
