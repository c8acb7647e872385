internal import SluiceCore

/// Builds those elements out of a document's tokens that are records.
///
///     tokens ──> outside: paths say whether a record starts ──> inside: the arena's builder ──> batches
///
/// What is between records has been checked like everything else, and nothing is built of it.
@safe
struct RecordAssembly: ~Copyable {
    typealias Place = RecordReader.Place
    typealias Batch = RecordReader.Batch

    private let range: Range<Int>?
    private let paths: RecordPaths
    /// The table that the numbers of names are of.
    private var nameTable = 0
    private var builder = ArenaBuilder()
    private var lines = LineCounter()

    /// Which steps each of the parse's names matches, and whether that is known.
    private var masks: [UInt64] = []
    private var isKnown: [Bool] = []
    /// Which steps may match the children of each element that is open around records.
    private var states: [UInt64]
    private var current = Place()
    /// How many elements were open around the first record.
    private(set) var firstLevels: Int?
    /// The record that is longer than the limit.
    private(set) var tooLong: Place?
    private let limit: Int
    private var records: [Place] = []
    /// Whether the record that is being built began in bytes that are gone.
    private var isCarried = false

    /// What is built and complete.
    private(set) var batches: [Batch] = []
    /// No record that starts from here on is wanted.
    var isBeyondRange = false

    init(_ paths: RecordPaths, options: XML.RecordOptions) {
        self.paths = paths
        range = options.range
        limit = options.parser.limits.recordBytes
        builder.setOptions(
            XML.TreeOptions(
                parser: options.parser, insertsComments: options.insertsComments,
                insertsProcessingInstructions: options.insertsProcessingInstructions))
        builder.stopAtRoot()
        builder.memory = ArenaMemory()
        states = [paths.start]
    }

    /// The record that is being built.
    var open: Place? { isBuilding ? current : nil }
    private var isBuilding: Bool { builder.depth > 0 }

    /// Notes where the record that is being built begins in its line, as long as that can be seen.
    mutating func noteColumn(_ position: TextPosition?) {
        if let position { current.column = position.column }
    }

    /// Elements that are open around records, and the fewest that were since this was set to them.
    var levels: Int { states.count - 1 }
    var fewestLevels = 0

    mutating func takeBatches() -> [Batch] {
        defer { batches.removeAll(keepingCapacity: true) }
        return batches
    }

    /// Bytes that names take.
    var nameBytes: Int { builder.nameBytes }

    /// Ready for another document.
    mutating func restart() {
        builder.removeAll()
        builder.freshenMemory(above: Self.keptBytes)
        lines = LineCounter()
        states = [paths.start]
        current = Place()
        (firstLevels, tooLong) = (nil, nil)
        records.removeAll(keepingCapacity: true)
        (isCarried, isBeyondRange, fewestLevels) = (false, false, 0)
        batches = []
    }

    /// Bytes of trees' memory that are kept from one document to the next.
    private static let keptBytes = 256 << 10

    /// What is open around records between two children of the root, or behind it; `nil` while a record is being built.
    var state: [UInt64]? { isBuilding || !records.isEmpty ? nil : states }

    /// Goes on where another one stood.
    mutating func resume(_ state: [UInt64]) { states = state }

    /// Takes the tokens of a batch.
    mutating func take(_ batch: TokenBatch, of tokenizer: Tokenizer) throws(ArenaBuilder.Overflow) {
        if nameTable != tokenizer.nameTables {
            nameTable = tokenizer.nameTables
            masks.removeAll()
            isKnown.removeAll()
            builder.forgetNumbers()
        }
        lines.begin(tokenizer)
        let base = tokenizer.batchOffset
        var token = unsafe batch.tokens
        let end = unsafe token + 4 * batch.count
        while unsafe token < end {
            if isBuilding {
                try unsafe build(&token, upTo: end, batch, base)
                if tooLong != nil { return }
            } else {
                try unsafe pass(&token, batch, base)
                if isBeyondRange { return }
            }
        }
    }

    /// Looks whether a record starts.
    @inline(__always)
    private mutating func pass(
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
                    if let range, offset < range.lowerBound || offset >= range.upperBound {
                        isBeyondRange = offset >= range.upperBound
                        if isBeyondRange { return }
                    } else {
                        current = Place(
                            node: builder.nextNode, path: paths.path[found.trailingZeroBitCount], offset: offset,
                            line: 0)
                        isCarried = false
                        if firstLevels == nil {
                            firstLevels = levels
                            fewestLevels = levels
                        }
                        try unsafe builder.take(&token, batch, &lines)
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
            fewestLevels = min(fewestLevels, states.count - 1)
            unsafe token += 4
        default: unsafe token += 4
        }
    }

    /// Which steps a token's name matches.
    private mutating func mask(_ token: UnsafePointer<UInt64>, _ batch: TokenBatch) -> UInt64 {
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

    /// Goes on with a record, up to its end if that is there.
    @inline(__always)
    private mutating func build(
        _ token: inout UnsafePointer<UInt64>, upTo end: UnsafePointer<UInt64>, _ batch: TokenBatch, _ base: Int
    ) throws(ArenaBuilder.Overflow) {
        guard try unsafe builder.take(&token, upTo: end, of: batch, &lines) else { return }
        // Without the end tag: what precedes it is what makes it too long, however the input arrives.
        if unsafe base + Int(truncatingIfNeeded: token[1] &>> 32) - current.offset > limit {
            tooLong = current
            return
        }
        builder.end()
        unsafe token += 4
        records.append(current)
        if isCarried {
            // An arena that grows over chunks would keep what was delivered.
            isCarried = false
            finishArena()
        }
    }

    private mutating func finishArena() {
        guard !records.isEmpty else { return }
        batches.append(Batch(arena: builder.finish(), records: records))
        records.removeAll(keepingCapacity: true)
    }

    /// Gives what is complete when the bytes are used up: a record must not wait for the one behind it.
    mutating func endChunk() throws(ArenaBuilder.Overflow) {
        if !isBuilding { return finishArena() }
        if !records.isEmpty {
            batches.append(Batch(arena: try builder.copy(upTo: current.node), records: records))
            records.removeAll(keepingCapacity: true)
        }
        isCarried = true
    }
}
