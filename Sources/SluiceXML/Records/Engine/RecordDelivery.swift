internal import SluiceCore

/// Gives the records of a document one after the other, as far as its bytes have arrived.
@safe
final class RecordDelivery: ChunkFed {
    private var ownReader: RecordReader?
    /// Where the document stands while there is no reader; without, it has not begun.
    private var standing: RecordReader.Standing?
    private let paths: RecordPaths
    private let options: XML.RecordOptions
    private let name: String?
    private let resolver: (any XML.EntityResolver)?
    /// Whether any reader could go on with the document.
    private let isShared: Bool
    /// Has other threads read, where there are to be some.
    private let crew: RecordCrew?
    private var batches: [RecordReader.Batch] = []
    private var nextBatch = 0
    private var next = 0
    private var failure: (any Error)?
    private var isAtEnd = false
    /// For what is read from a source.
    private var buffer = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    private var keeper = RecordKeeper()

    private(set) var last = RecordReader.Place()
    private(set) var delivered = 0

    init(
        at selection: XML.RecordSelection, options: XML.RecordOptions, name: String?,
        resolver: (any XML.EntityResolver)?
    ) throws(ParseError) {
        let paths = try RecordPaths(selection)
        // Pieces that several threads read are not recovered alike.
        var options = options
        options.parser.recovers = false
        self.paths = paths
        self.options = options
        self.name = name
        let resolved = options.workers > 1 ? resolver.map { ResolvedEntities($0) } : nil
        self.resolver = resolved ?? resolver
        isShared = options.workers <= 1 && resolver == nil && !options.parser.validates
        if options.workers > 1 {
            let reader = RecordReader(paths, options: options, name: name, resolver: resolved ?? resolver)
            crew = RecordCrew(reader, paths, options: options, resolved: resolved)
            ownReader = reader
        } else {
            crew = nil
        }
    }

    deinit {
        unsafe buffer.deallocate()
        if let ownReader, isShared { SpareRecordReaders.give(ownReader) }
    }

    /// The reader, since there is something to read.
    private var reader: RecordReader {
        if let ownReader { return ownReader }
        let reader =
            isShared
            ? SpareRecordReaders.take(paths, options: options, name: name)
            : RecordReader(paths, options: options, name: name, resolver: resolver)
        if let standing { reader.resume(standing) }
        ownReader = reader
        return reader
    }

    /// Gives the reader up if it holds no part of a record: a stream may be silent for long. All records have been taken.
    func rest() {
        guard isShared, nextBatch == batches.count, failure == nil, let reader = ownReader else { return }
        if !isAtEnd, !reader.tokenizer.isFresh {
            guard let place = reader.standing(known: standing) else { return }
            standing = place
        }
        ownReader = nil
        batches = []
        nextBatch = 0
        keeper.rest()
        SpareRecordReaders.give(reader)
    }

    /// Ready for another document, all records of the one before given or not.
    func restart() {
        ownReader?.restart()
        standing = nil
        batches.removeAll(keepingCapacity: true)
        (nextBatch, next, isAtEnd, failure) = (0, 0, false, nil)
        (last, delivered) = (RecordReader.Place(), 0)
    }

    /// Bytes of memory that go when all that was fed has become records.
    var heldBytes: Int { (ownReader?.tokenizer.memoryBytes ?? 0) + keeper.heldCount }

    /// Whether part of a record has come, or of what stands between two.
    var isMidRecord: Bool { ownReader.map { !$0.isBetweenRecords } ?? false }

    /// Elements that are open around records, behind all that was read.
    var openElements: Int { ownReader?.assembly.levels ?? max((standing?.state.count ?? 1) - 1, 0) }

    /// Whether no record comes any more.
    var isOver: Bool { isAtEnd && nextBatch == batches.count && failure == nil }

    /// The next record of the bytes so far; `nil` where more are needed, or none come.
    func take() throws -> XML.Element? {
        while nextBatch < batches.count {
            if next < batches[nextBatch].records.count {
                last = batches[nextBatch].records[next]
                next += 1
                delivered += 1
                return keeper.element(of: batches[nextBatch].arena, at: last.node)
            }
            next = 0
            keeper.release(batches[nextBatch].arena)
            nextBatch += 1
        }
        batches.removeAll(keepingCapacity: true)
        nextBatch = 0
        if let failure {
            self.failure = nil
            isAtEnd = true
            rest()
            throw failure
        }
        return nil
    }

    /// Takes the next bytes.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        guard !isAtEnd else { return }
        let reader = self.reader
        keeper.wake()
        do {
            if let crew {
                try unsafe crew.read(bytes.span, isLast: isLast) { batches.append($0) }
            } else {
                defer { batches += reader.takeBatches() }
                try unsafe reader.read(bytes, isLast: isLast)
            }
        } catch {
            failure = error
        }
        if isLast || reader.isBeyondRange || failure != nil { isAtEnd = true }
    }

    /// Takes the next bytes.
    func feed(_ bytes: Span<UInt8>, isLast: Bool) {
        unsafe bytes.withUnsafeBufferPointer { unsafe feed($0, isLast: isLast) }
    }

    func feed(chunk: some Sequence<UInt8>) { feed(Array(chunk).span, isLast: false) }

    func finishInput() { feed(Span(), isLast: true) }

    /// Reads some bytes of a source.
    func read<Source: ByteSource & ~Copyable>(from source: inout Source) throws {
        if let crew, crew.isGathering {
            let count: Int
            do { count = try crew.gather(from: &source, atMost: max(options.chunkBytes, 1)) } catch {
                isAtEnd = true
                throw error
            }
            return feed(Span(), isLast: count == 0)
        }
        if unsafe buffer.count == 0 { unsafe buffer = .allocate(capacity: max(options.chunkBytes, 1)) }
        // Safe: the span is finalized before the buffer is read, and this object owns the buffer.
        var room = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        do { try source.read(into: &room) } catch {
            _ = unsafe room.finalize(for: buffer)
            isAtEnd = true
            throw error
        }
        let count = unsafe room.finalize(for: buffer)
        unsafe feed(UnsafeBufferPointer(rebasing: buffer[..<count]), isLast: count == 0)
    }
}
