internal import SluiceCore

/// Gives the records of a stream as its bytes arrive: what decoders and sequences have in common.
final class StreamDecoding: ChunkFed {
    @safe @exclusivity(unchecked) private(set) var framing: DocumentFraming
    private let options: StreamOptions
    private let name: String?
    // Checking each access costs more than giving a record does; nothing here is called while another call is under way.
    @safe @exclusivity(unchecked) private var reader: (any FrameReader)?
    /// The same, where many records are parsed at once: those that are there are given without a detour.
    @safe @exclusivity(unchecked) private var json: JSONRecordReader?
    /// Holds what has come as long as the framing is not decided.
    @safe @exclusivity(unchecked) private var sniffer: FramingSniffer?
    @safe @exclusivity(unchecked) private var failure: ParseError?

    @safe @exclusivity(unchecked) private var received = 0
    /// Whether bytes beyond the limit have come.
    @safe @exclusivity(unchecked) private var isCut = false
    @safe @exclusivity(unchecked) private var isAtEnd = false
    @safe @exclusivity(unchecked) private(set) var isOver = false
    /// Records that were given or told of.
    @safe @exclusivity(unchecked) private(set) var count = 0
    @safe @exclusivity(unchecked) private(set) var ordinal = 0

    init(_ framing: DocumentFraming, options: StreamOptions, name: String?) {
        self.framing = framing
        self.options = options
        self.name = name
        if framing == .sniffed {
            sniffer = FramingSniffer()
        } else {
            reader = framing.reader(options: options, name: name)
            json = reader as? JSONRecordReader
        }
    }

    var offset: Int { reader?.offset ?? 0 }
    var root: StanzaRoot? { reader?.root }
    var isComplete: Bool { isOver || (reader?.isComplete ?? false) }

    /// Whether part of a record has come.
    var isMidRecord: Bool { !isOver && (reader?.isMidRecord ?? (heldBytes > 0)) }

    /// Whether a root is to come, and may.
    var awaitsRoot: Bool { framing == .xmlStanzas && root == nil && !isOver && !isAtEnd && !isCut && !isComplete }

    func feed(_ bytes: Span<UInt8>) {
        guard !isOver, !isCut, !isAtEnd, failure == nil else { return }
        let room = options.limits.streamBytes - received
        isCut = bytes.count > room
        let allowed = bytes.extracting(first: max(room, 0))
        received += allowed.count
        if sniffer == nil {
            reader?.feed(allowed)
        } else {
            sniffer?.feed(allowed)
            sniff()
        }
    }

    func feed(chunk: some Sequence<UInt8>) { feed(Array(chunk).span) }

    private func sniff() {
        do throws(ParseError) {
            guard let sniffer, let found = try sniffer.decide(name: name) else { return }
            framing = found
            reader = found.reader(options: options, name: name)
            json = reader as? JSONRecordReader
            reader?.feed(sniffer.held.span)
            self.sniffer = nil
        } catch {
            failure = error
        }
    }

    func finishInput() {
        guard !isAtEnd else { return }
        isAtEnd = true
        // Where the stream is cut, the limit is the fault, and not what is missing behind it.
        if !isCut { reader?.finishInput() }
    }

    func take() throws(StreamError) -> StreamRecord? {
        if let json, count < options.limits.records, let value = json.ready() {
            ordinal = count
            count += 1
            return .json(value)
        }
        return try take { reader throws(ParseError) in try reader.take() }
    }

    /// The text of the next record.
    func takeText() throws(StreamError) -> [UInt8]? {
        if let reader, !isOver, !reader.hasText { throw StreamError(reader.noText, ordinal: count, isResumable: true) }
        return try take { reader throws(ParseError) in try reader.takeText() }
    }

    /// The text of the next record, checked; where the reader keeps none, it is written anew.
    func takeWritten() throws(StreamError) -> [UInt8]? {
        if reader?.hasText ?? false { return try takeText() }
        guard let record = try take() else { return nil }
        guard let text = try? record.text() else { preconditionFailure("what was read can be written") }
        return text
    }

    /// Bytes of memory that are there for the sake of what was fed and is no record yet.
    var heldBytes: Int { (reader?.heldBytes ?? 0) + (sniffer?.held.capacity ?? 0) }

    @inline(__always)
    private func take<Taken>(_ next: (any FrameReader) throws(ParseError) -> Taken?) throws(StreamError) -> Taken? {
        if isOver { return nil }
        if let failure { throw end(failure) }
        guard let reader else {
            if isCut { throw end(tooLong) }
            isOver = isAtEnd
            return nil
        }
        do throws(ParseError) {
            if let record = try next(reader) {
                guard count < options.limits.records else {
                    throw ParseError(
                        .limitExceeded,
                        "the stream has more than \(options.limits.records) records (the limit records)",
                        atByte: reader.offset, name: name)
                }
                ordinal = count
                count += 1
                return record
            }
        } catch {
            let error = classified(error)
            guard options.resynchronises, !reader.isOver, count < options.limits.records, error.code != .truncated
            else {
                throw end(error)
            }
            count += 1
            throw StreamError(error, ordinal: count - 1, isResumable: true)
        }
        if isCut { throw end(tooLong) }
        isOver = reader.isOver
        return nil
    }

    /// The error, which is called truncated only where the stream is: a number in a text sequence may have been cut before.
    private func classified(_ error: ParseError) -> ParseError {
        guard framing == .jsonSequence, error.code == .truncated, error.position.offset < received else { return error }
        return ParseError(
            .syntax, error.message, at: error.position, path: error.path, sourceName: error.sourceName,
            sourceLine: error.sourceLine, engineCode: error.engineCode)
    }

    private var tooLong: ParseError {
        ParseError(
            .limitExceeded, "the stream is longer than \(options.limits.streamBytes) bytes (the limit streamBytes)",
            atByte: options.limits.streamBytes, name: name)
    }

    private func end(_ error: ParseError) -> StreamError {
        isOver = true
        return StreamError(error, ordinal: count)
    }
}
