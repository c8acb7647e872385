internal import SluiceCore

/// Gives the records of a document one after the other, as far as its bytes have arrived.
@safe
final class RecordDelivery: ChunkFed {
    private let reader: RecordReader
    /// Has other threads read, where there are to be some.
    private let crew: RecordCrew?
    private var batches: [RecordReader.Batch] = []
    private var nextBatch = 0
    private var next = 0
    private var failure: (any Error)?
    private var isAtEnd = false
    private var buffer: UnsafeMutableBufferPointer<UInt8>
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
        let resolved = options.workers > 1 ? resolver.map { ResolvedEntities($0) } : nil
        reader = RecordReader(paths, options: options, name: name, resolver: resolved ?? resolver)
        crew = options.workers > 1 ? RecordCrew(reader, paths, options: options, resolved: resolved) : nil
        unsafe buffer = .allocate(capacity: max(options.chunkBytes, 1))
    }

    deinit { unsafe buffer.deallocate() }

    /// Elements that are open around records, behind all that was read.
    var openElements: Int { reader.assembly.levels }

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
            throw failure
        }
        return nil
    }

    /// Takes the next bytes.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        guard !isAtEnd else { return }
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
            do { count = try crew.gather(from: &source, atMost: unsafe buffer.count) } catch {
                isAtEnd = true
                throw error
            }
            return feed(Span(), isLast: count == 0)
        }
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
