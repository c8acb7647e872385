internal import SluiceCore

/// Has a document's records read on several threads, in order: it cuts the bytes in front of records, and reads itself
/// what cannot be read elsewhere.
///
///     beginning    | piece 1 | piece 2 | piece 3 |    end
///     in turn       '-- on threads, in order --'     in turn
@safe
final class RecordCrew {
    private let reader: RecordReader
    private let range: Range<Int>?
    private let pool: WorkerPool<RecordPiece, RecordPiece>
    private let pieceBytes: Int

    /// The beginning of the document, as long as it has no record.
    private var beginning: [UInt8] = []
    private var context: RecordPiece.Context?
    /// The element around the first record, and how many are open there.
    private var parent: UInt32 = 0
    private var levels = 0
    /// How records begin: `<article`.
    private var opening: [UInt8] = []
    /// Bytes that are in no piece yet.
    private var rest: [UInt8] = []
    /// Memory of pieces that were read.
    private var spare: [[UInt8]] = []
    private var isSequential = false

    /// Bytes before the first record that each thread is ready to read.
    private static let mostPrefix = 1 << 20

    init(_ reader: RecordReader, _ paths: RecordPaths, options: XML.RecordOptions, resolved: ResolvedEntities?) {
        self.reader = reader
        range = options.range
        pieceBytes = max(2 * options.chunkBytes, 1)
        let known = resolved?.known
        pool = WorkerPool(workers: options.workers) {
            let worker = RecordPiece.Worker(paths, options: options, resolver: known.map { ResolvedEntities.Known($0) })
            return { piece in
                piece.read(by: worker)
                return piece
            }
        }
    }

    /// Whether bytes are only gathered: then a source may fill them in at once, see ``gather(from:atMost:)``.
    var isGathering: Bool { context != nil && !isSequential }

    /// Has a source fill in the next bytes, which ``read(_:isLast:deliver:)`` then finds. How many there are.
    func gather<Source: ByteSource & ~Copyable>(from source: inout Source, atMost limit: Int) throws(IOFailure) -> Int {
        let before = rest.count
        if rest.capacity < before + limit { rest.reserveCapacity(max(pieceBytes, before) + limit) }
        try rest.append(addingCapacity: limit) { (room) throws(IOFailure) in try source.read(into: &room) }
        return rest.count - before
    }

    /// Takes the next bytes of the document, and gives records that are ready.
    func read(_ bytes: Span<UInt8>, isLast: Bool, deliver: (RecordReader.Batch) -> Void) throws {
        if context == nil, !isSequential {
            try readBeginning(bytes, isLast: isLast, deliver)
            return
        }
        rest.append(copying: bytes)
        if !isSequential { try cutPieces(deliver) }
        while pool.isFull || ((isLast || isSequential) && pool.inFlight > 0) {
            guard let piece = pool.next() else { break }
            try take(piece, deliver)
            spare.append(piece.returnMemory())
        }
        if isLast || isSequential { try readRest(isLast: isLast, deliver) }
    }

    // MARK: In turn

    private func readInTurn(_ bytes: Span<UInt8>, isLast: Bool, _ deliver: (RecordReader.Batch) -> Void) throws {
        defer { reader.takeBatches().forEach(deliver) }
        try unsafe bytes.withUnsafeBufferPointer { try unsafe reader.read($0, isLast: isLast) }
    }

    private func readRest(isLast: Bool, _ deliver: (RecordReader.Batch) -> Void) throws {
        defer { rest.removeAll(keepingCapacity: true) }
        try readInTurn(rest.span, isLast: isLast, deliver)
    }

    /// Reads until there is a record: then it is known what stands around it, and how it begins.
    private func readBeginning(_ bytes: Span<UInt8>, isLast: Bool, _ deliver: (RecordReader.Batch) -> Void) throws {
        beginning.append(copying: bytes)
        var first: RecordReader.Place?
        try readInTurn(bytes, isLast: isLast) { batch in
            first = first ?? batch.records.first
            deliver(batch)
        }
        if let first {
            learn(from: first)
        } else if beginning.count > Self.mostPrefix {
            isSequential = true
        }
        if context != nil || isSequential { beginning = [] }
    }

    private func learn(from first: RecordReader.Place) {
        var end = first.offset + 1
        while end < beginning.count, !Self.endsName(beginning[end]) { end += 1 }
        // Not so where the text is not the bytes: they are in another encoding.
        guard let levels = reader.assembly.firstLevels, levels > 0, reader.assembly.fewestLevels == levels,
            reader.tokenizer.readsUTF8, first.offset < beginning.count, end < beginning.count,
            beginning[first.offset] == UInt8(ascii: "<")
        else {
            isSequential = true
            return
        }
        self.levels = levels
        parent = reader.tokenizer.element(at: levels - 1)
        opening = Array(beginning[first.offset..<end])
        context = RecordPiece.Context(prefix: Array(beginning[..<first.offset]))
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    // MARK: Side by side

    /// Whether the reader stands where pieces are read from.
    private var isAtPieces: Bool {
        reader.isBetweenRecords && reader.assembly.levels == levels
            && reader.tokenizer.element(at: levels - 1) == parent
    }

    private func cutPieces(_ deliver: (RecordReader.Batch) -> Void) throws {
        while rest.count >= pieceBytes, !pool.isFull, let context {
            guard let cut = lastOpening(), cut > 0 else {
                // A record that is larger, or one of another name: more bytes, but not without end.
                if rest.count > 8 * pieceBytes { isSequential = true }
                return
            }
            // The piece has the memory; what follows it, mostly less than a record, is copied.
            var next = spare.popLast() ?? []
            next.removeAll(keepingCapacity: true)
            next.append(copying: rest.span.extracting(droppingFirst: cut))
            let piece = RecordPiece(rest, count: cut, in: context)
            rest = next
            if pool.inFlight == 0, !isAtPieces {
                try unsafe piece.withBytes { try unsafe readInTurn($0.span, isLast: false, deliver) }
                spare.append(piece.returnMemory())
            } else {
                pool.submit(piece)
            }
        }
    }

    /// Where what looks like a record begins last.
    private func lastOpening() -> Int? {
        var index = rest.count - opening.count - 1
        while index > 0 {
            if rest[index] == UInt8(ascii: "<"), Self.endsName(rest[index + opening.count]),
                rest[index..<index + opening.count].elementsEqual(opening)
            {
                return index
            }
            index -= 1
        }
        return nil
    }

    /// Delivers a piece's records where it was guessed right; else reads it in turn.
    private func take(_ piece: RecordPiece, _ deliver: (RecordReader.Batch) -> Void) throws {
        if reader.isBeyondRange { return }
        guard piece.isWhole, isAtPieces else {
            piece.forget()
            return try unsafe piece.withBytes { try unsafe readInTurn($0.span, isLast: false, deliver) }
        }
        let start = reader.tokenizer.tracker.position
        for batch in piece.records(at: start) { deliver(within(batch)) }
        unsafe piece.withBytes { unsafe reader.tokenizer.pass($0.span, children: piece.children) }
    }

    /// The records of the range.
    private func within(_ batch: RecordReader.Batch) -> RecordReader.Batch {
        guard let range else { return batch }
        var batch = batch
        if let last = batch.records.last, last.offset >= range.upperBound { reader.assembly.isBeyondRange = true }
        batch.records.removeAll { !range.contains($0.offset) }
        return batch
    }
}
