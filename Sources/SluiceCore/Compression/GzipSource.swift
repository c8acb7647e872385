/// The text of a source that may be gzip (RFC 1952).
///
/// A source that begins with gzip's magic bytes is decompressed as it is read; any other passes through as it is.
/// Several members one after the other are one text, zero bytes after a member are skipped, and every checksum is
/// verified. Constant memory: one buffer of 64 KiB and zlib's 40 KiB.
///
/// - Throws: ``IOFailure`` of the operation `decompress` where the stream is damaged, is cut short, or is followed by
///   what is not gzip. What came before the fault has been delivered; the checksum tells of some damage only at the end.
public struct GzipSource<Base: ByteSource & ~Copyable>: ~Copyable, ByteSource {
    /// The source that is read.
    public private(set) var base: Base
    private var state = State.unread
    private var inflater: Inflater?
    /// Input that was read and not used yet starts at `next`.
    private var input: [UInt8] = []
    private var next = 0

    private enum State: Equatable {
        /// Nothing read yet.
        case unread
        /// Not gzip.
        case plain
        /// Within a member.
        case member
        /// After a member: the end, or another.
        case betweenMembers
        case ended
        /// Damaged: it stays so.
        case failed(IOFailure)
    }

    public init(_ base: consuming Base) { self.base = base }

    /// Passes everything through: the middle of a file may look like the beginning of a gzip file.
    init(plain base: consuming Base) {
        self.base = base
        state = .plain
    }

    public var name: String? { base.name }

    /// Whether the source turned out to be gzip. Known after the first read.
    public var isCompressed: Bool { inflater != nil }

    public mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        let before = chunk.count
        while chunk.count == before, chunk.freeCapacity > 0, state != .ended {
            switch state {
            case .unread: try recognise()
            case .plain: return try readPlain(into: &chunk)
            case .member: try inflate(into: &chunk)
            case .betweenMembers: try lookForMember()
            case .ended: return
            case .failed(let failure): throw failure
            }
        }
    }

    /// Reads until the first bytes tell what it is.
    private mutating func recognise() throws(IOFailure) {
        if try hasMagic() {
            inflater = Inflater()
            state = .member
        } else {
            state = .plain
        }
    }

    private mutating func readPlain(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        if next < input.count {
            next += chunk.append(fitting: input.span.extracting(next...))
        } else {
            if !input.isEmpty { input = [] }
            next = 0
            try base.read(into: &chunk)
        }
    }

    private mutating func inflate(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
        // Also without input: there may be text that had no room before.
        guard let step = inflater?.inflate(input.span.extracting(next...), into: &chunk) else { return }
        next += step.used
        switch step.outcome {
        case .goesOn: break
        case .needsInput: if try !fill() { throw fail("the compressed data is cut short") }
        case .memberEnd: state = .betweenMembers
        case .damaged(let reason): throw fail("damaged gzip data (\(reason))")
        }
    }

    private mutating func lookForMember() throws(IOFailure) {
        while true {
            while next < input.count, input[next] == 0 { next += 1 }
            if next < input.count { break }
            if try !fill() {
                state = .ended
                return
            }
        }
        guard try hasMagic() else { throw fail("what follows the compressed data is not gzip") }
        inflater?.restart()
        state = .member
    }

    /// Whether the input goes on with gzip's magic bytes.
    private mutating func hasMagic() throws(IOFailure) -> Bool {
        if next == input.count, try !fill() { return false }
        guard input[next] == 0x1F else { return false }
        if next + 1 == input.count, try !fill() { return false }
        return input[next + 1] == 0x8B
    }

    /// Reads on behind the input that is not used yet, at most one byte by then; `false` at the end.
    private mutating func fill() throws(IOFailure) -> Bool {
        input.removeFirst(next)
        next = 0
        let before = input.count
        try input.append(addingCapacity: Self.bufferBytes) { room throws(IOFailure) in try base.read(into: &room) }
        return input.count > before
    }

    private mutating func fail(_ reason: String) -> IOFailure {
        let failure = IOFailure(.decompress, name ?? "<stream>", reason: reason)
        state = .failed(failure)
        return failure
    }

    private static var bufferBytes: Int { 64 << 10 }
}

extension GzipSource: Sendable where Base: Sendable & ~Copyable {}
