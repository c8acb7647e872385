internal import SluiceCore

/// Records that were cut out together, and all that is needed to parse them, to say where they are, and why one is none.
struct RecordBatch {
    let run: RecordRun
    let details: RecordFinder.Batch
    let frames: [RecordFinder.Frame]
    let framing: RecordFraming
    private let options: JSON.ParserOptions
    private let name: String?
    /// Stands at the run's origin.
    let tracker: PositionTracker

    init(_ finder: RecordFinder) { self.init(finder, run: RecordRun(finder), tracker: finder.window.tracker) }

    /// - Parameter tracker: Stands at the run's origin.
    init(_ finder: RecordFinder, run: RecordRun, tracker: PositionTracker) {
        self.run = run
        details = finder.batch
        frames = finder.frames
        framing = finder.framing
        options = finder.options
        name = finder.name
        self.tracker = tracker
    }

    /// Whether record `i` may be the beginning of a longer one: RFC 7464 has white space after what nothing else closes.
    private func mayBeCut(_ i: Int) -> Bool {
        guard case .textSequence = framing else { return false }
        let text = run.text(i)
        let end = run.end(i)
        guard !text.isEmpty, text.upperBound == end else { return false }
        if end < run.visible, RecordWindow.isBlank(run.bytes(end..<end + 1)[0]) { return false }
        let last = run.bytes(text)[text.count - 1]
        return last != UInt8(ascii: "\"") && last != UInt8(ascii: "]") && last != UInt8(ascii: "}")
    }

    private var limit: Int { options.limits.effectiveRecordBytes }

    /// One tape for all of them, the array that is its root; `nil` where each must be parsed alone.
    func parse() -> Tape? {
        if details.isIrregular || (details.isRecord && details.after - details.from > limit) { return nil }
        if case .textSequence = framing, (0..<run.count).contains(where: mayBeCut) { return nil }
        return parse(run)
    }

    private func parse(_ run: RecordRun) -> Tape? {
        RecordBench.parse(run, needsCommas: framing.needsCommas, levels: frames.count, limits: options.limits)
    }

    /// Record `i`, parsed alone.
    func value(_ i: Int, or parsing: RecordParsing) throws(ParseError) -> JSON {
        let text = run.text(i)
        // White space behind it counts: while it arrives, it may yet be part of the record.
        guard !details.isRecord || end(i) - text.lowerBound <= limit else {
            throw error(.oversizedRecord(limit), at: text.lowerBound, i)
        }
        if let value = valueAlone(i, or: parsing) {
            if mayBeCut(i) { throw error(.unclosedScalar(at: text.count), at: text.lowerBound, i) }
            return value
        }
        throw error(fault(i), at: text.lowerBound, i)
    }

    /// Where record `i` ends: a text of a sequence at the line feed behind it, whether the separator has come or not.
    private func end(_ i: Int) -> Int {
        let end = run.end(i)
        guard case .textSequence = framing else { return end }
        let start = run.text(i).lowerBound
        return start + RecordCutter.lengthOfText(run.bytes(start..<end))
    }

    private func valueAlone(_ i: Int, or parsing: RecordParsing) -> JSON? {
        if run.count > 1, !details.isIrregular, let tape = parse(run[i]) {
            return JSON(tape: tape, index: 2)
        }
        return parsing.value(of: run.bytes(run.text(i)), levels: frames.count)
    }

    /// What is wrong with record `i`, which is no value.
    private func fault(_ i: Int) -> RecordFault {
        let text = run.text(i)
        let end = end(i)
        var check = RecordCheck(after: context(i), options: options)
        // Within a document the byte behind a record shows that it is not complete; elsewhere its end does.
        let isInDocument = !framing.needsCommas && end < run.visible
        if isInDocument {
            if let fault = check.feed(run.bytes(text.lowerBound..<end + 1)) { return fault }
        } else if var fault = check.feed(run.bytes(text.lowerBound..<end), isLast: true) {
            if end < run.visible { fault.endsWithRecord() }
            return fault
        }
        return RecordFault(.syntax, "expected JSON", at: 0)
    }

    private func error(_ fault: RecordFault, at start: Int, _ i: Int) -> ParseError {
        tracker.error(
            fault.code, fault.message, at: start + fault.offset - run.origin, in: run.bytes(run.origin..<run.visible),
            path: fault.path(within: steps(i)), sourceName: name)
    }

    /// Text that leads to record `i`.
    private func context(_ i: Int) -> RecordContext {
        var context = RecordContext(insideOf: frames)
        if let last = frames.last {
            context.prefix += (last.isObject ? #"{"":"# : details.firstIndex + i == 0 ? "[" : "[0,").utf8
        }
        return context
    }

    private func steps(_ i: Int) -> [String] {
        var steps = frames.map { $0.isObject ? String(decoding: $0.key, as: UTF8.self) : String($0.index) }
        if let last = frames.last, !last.isObject { steps[steps.count - 1] = String(details.firstIndex + i) }
        return steps
    }

    /// Goes once more through elements that cannot be parsed together, in which records are.
    func replay() -> RecordFinder { RecordFinder(replaying: self, framing: framing, options: options, name: name) }

    /// The way from the root to record `i`, as a JSON Pointer.
    func path(_ i: Int) -> String { RecordContext.pointer(steps(i)) }

    /// Where byte `index` is.
    func position(of index: Int) -> TextPosition {
        tracker.position(of: index - run.origin, in: run.bytes(run.origin..<run.visible))
    }

    func offset(of index: Int) -> Int { tracker.position.offset + index - run.origin }
}
