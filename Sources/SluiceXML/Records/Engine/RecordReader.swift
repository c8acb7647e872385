internal import SluiceCore

/// Walks through a document as its bytes arrive and builds those elements that are records, many into one arena.
///
///     tokens ──> outside: paths say whether a record starts ──> inside: the arena's builder ──> batches
///
/// What is between records is read and checked like everything else, and nothing is built of it.
@safe
final class RecordReader {
    /// Records that were built into one arena, in document order.
    struct Batch {
        let arena: Arena
        var records: [Place] = []
    }

    /// Where a record is.
    struct Place {
        var node: Int
        var path: Int
        /// Bytes of the text before it.
        var offset: Int
        var line: Int
    }

    let tokenizer: Tokenizer
    private let options: XML.RecordOptions
    private let tree: XML.TreeOptions
    private let paths: RecordPaths
    private var builder = ArenaBuilder()
    private var lines = LineCounter()

    /// Which steps each of the parse's names matches, and whether that is known.
    private var masks: [UInt64] = []
    private var isKnown: [Bool] = []
    /// Which steps may match the children of each element that is open around records.
    private var states: [UInt64]
    /// Elements that are open in the record that is being built; 0 outside.
    private var depth = 0
    private var current = Place(node: 0, path: 0, offset: 0, line: 0)
    private var records: [Place] = []
    /// Whether the record that is being built began in bytes that are gone.
    private var isCarried = false

    /// What is built and complete.
    private(set) var batches: [Batch] = []
    /// No record that starts from here on is wanted.
    private(set) var isBeyondRange = false

    init(_ paths: RecordPaths, options: XML.RecordOptions, name: String?) {
        self.paths = paths
        self.options = options
        tree = XML.TreeOptions(
            parser: options.parser, insertsComments: options.keepsComments,
            insertsProcessingInstructions: options.keepsInstructions)
        states = [paths.start]
        tokenizer = Tokenizer(options: options.parser, name: name)
    }

    /// Whether nothing is open but the elements around records.
    var isBetweenRecords: Bool { depth == 0 }
    /// Elements that are open around records.
    var levels: Int { states.count - 1 }

    func takeBatches() -> [Batch] {
        defer { batches.removeAll(keepingCapacity: true) }
        return batches
    }

    /// Reads the next bytes of the document. Records that are complete are among the batches, also where this throws.
    func read(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws {
        do {
            try unsafe tokenizer.open(bytes, isLast: isLast)
            while !isBeyondRange, let batch = try unsafe tokenizer.next() { try unsafe take(batch) }
        } catch {
            try? endChunk()
            throw error
        }
        try endChunk()
    }

    private func take(_ batch: TokenBatch) throws {
        lines.begin(tokenizer)
        let base = tokenizer.batchOffset
        var token = unsafe batch.tokens
        let end = unsafe token + 4 * batch.count
        do throws(ArenaBuilder.Overflow) {
            while unsafe token < end {
                if depth > 0 {
                    try unsafe build(&token, batch, base)
                } else {
                    try unsafe pass(&token, batch, base)
                    if isBeyondRange { return }
                }
            }
        } catch {
            throw tokenizer.error(.limitExceeded, error.message, at: 0)
        }
        if depth > 0, let error = recordLimit(tokenizer.scannedOffset) { throw error }
    }

    /// Looks whether a record starts.
    @inline(__always)
    private func pass(
        _ token: inout UnsafePointer<UInt64>, _ batch: TokenBatch, _ base: Int
    ) throws(ArenaBuilder.Overflow) {
        switch unsafe UInt8(truncatingIfNeeded: token[0] &>> 56) {
        case UInt8(ascii: "S"):
            let active = states[states.count - 1]
            var next: UInt64 = 0
            if active != 0 {
                let hits = unsafe active & mask(token, batch)
                let found = hits & paths.last
                if found != 0 {
                    let offset = unsafe base + Int(truncatingIfNeeded: token[1] &>> 32)
                    if let range = options.range, offset < range.lowerBound || offset >= range.upperBound {
                        isBeyondRange = offset >= range.upperBound
                        if isBeyondRange { return }
                    } else {
                        current = Place(
                            node: builder.nextNode, path: paths.path[found.trailingZeroBitCount], offset: offset,
                            line: 0)
                        isCarried = false
                        try unsafe build(&token, batch, base)
                        current.line = builder.line(of: current.node)
                        return
                    }
                } else {
                    next = (hits &<< 1) | (active & paths.anywhere)
                }
            }
            states.append(next)
            unsafe token += 4 + 4 * Int(truncatingIfNeeded: token[0] & 0xFFFF_FFFF)
        case UInt8(ascii: "E"):
            states.removeLast()
            unsafe token += 4
        default: unsafe token += 4
        }
    }

    /// Which steps a token's name matches.
    private func mask(_ token: UnsafePointer<UInt64>, _ batch: TokenBatch) -> UInt64 {
        let number = unsafe Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF)
        if number >= masks.count {
            let more = max(number + 1 - masks.count, masks.count)
            masks.append(contentsOf: repeatElement(0, count: more))
            isKnown.append(contentsOf: repeatElement(false, count: more))
        }
        if !isKnown[number] {
            isKnown[number] = true
            masks[number] = paths.matching(unsafe XML.Name(record: batch.names + 4 * number))
        }
        return masks[number]
    }

    @inline(__always)
    private func build(
        _ token: inout UnsafePointer<UInt64>, _ batch: TokenBatch, _ base: Int
    ) throws(ArenaBuilder.Overflow) {
        switch unsafe UInt8(truncatingIfNeeded: token[0] &>> 56) {
        case UInt8(ascii: "S"): depth &+= 1
        case UInt8(ascii: "E"): depth &-= 1
        default: break
        }
        try unsafe builder.take(&token, batch, tree, &lines)
        if depth == 0 {
            records.append(current)
            if isCarried {
                // An arena that grows over chunks would keep what was delivered.
                isCarried = false
                finishArena()
            }
        }
    }

    private func finishArena() {
        guard !records.isEmpty else { return }
        batches.append(Batch(arena: builder.finish(), records: records))
        records.removeAll(keepingCapacity: true)
    }

    /// Gives what is complete when the bytes are used up: a record must not wait for the one behind it.
    private func endChunk() throws {
        if depth == 0 { return finishArena() }
        if !records.isEmpty {
            batches.append(Batch(arena: try builder.copy(upTo: current.node), records: records))
            records.removeAll(keepingCapacity: true)
        }
        isCarried = true
    }

    /// The error of a record that is too long.
    private func recordLimit(_ end: Int) -> ParseError? {
        let limit = options.parser.limits.recordBytes
        guard end - current.offset > limit else { return nil }
        return ParseError(
            .limitExceeded, "a record is longer than \(limit) bytes (the limit recordBytes)",
            at: TextPosition(offset: current.offset, line: current.line, column: 1), path: tokenizer.path,
            sourceName: tokenizer.name)
    }
}
