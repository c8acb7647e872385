internal import SluiceCore
internal import SluiceJSON

/// The one document of a stream, read as it arrives.
final class JSONDocumentReader: FrameReader {
    /// Since there is something else than white space.
    private var parser: JSON.ValueParser?
    private let options: JSON.ParserOptions
    private let limit: Int
    private let name: String?
    private var tracker = PositionTracker()
    /// Where the document begins, behind white space and a byte order mark.
    private var start: TextPosition?
    private var markBytes = 0
    private var value: JSON?
    private var failure: ParseError?
    private var isTold = false
    private(set) var isComplete = false
    private var isAtEnd = false

    init(options: StreamOptions, name: String?) {
        self.options = options.jsonOptions()
        limit = options.limits.recordBytes
        self.name = name
    }

    func feed(_ bytes: Span<UInt8>) {
        guard failure == nil else { return }
        do throws(ParseError) { try read(bytes) } catch { failure = error }
    }

    private func read(_ bytes: Span<UInt8>) throws(ParseError) {
        if isComplete {
            try parser?.feed(bytes)
            return
        }
        let blanks = start == nil ? skipBlanks(bytes) : 0
        if parser == nil, markBytes > 0 || start != nil { begin(at: markBytes > 0 ? TextPosition() : tracker.position) }
        if markBytes > 0 { try parser?.feed(bytes.extracting(first: blanks)) }
        var rest = bytes.extracting(droppingFirst: blanks)
        guard let start, !rest.isEmpty else { return }
        // As much as the document may have; whether that is all of it shows with the byte behind.
        let room = max(limit - (tracker.position.offset - start.offset), 0)
        let allowed = rest.extracting(first: room)
        tracker.advance(over: allowed)
        // Where there is a fault behind the value, the value comes all the same.
        defer { takeValue() }
        try parser?.feed(allowed)
        rest = rest.extracting(droppingFirst: room)
        guard !rest.isEmpty else { return }
        takeValue()
        guard isComplete else {
            throw ParseError(
                .limitExceeded, "a record is longer than \(limit) bytes (the limit recordBytes)", at: start,
                sourceName: name)
        }
        try parser?.feed(rest)
    }

    private func begin(at start: TextPosition) { parser = JSON.ValueParser(options: options, at: start, name: name) }

    private func takeValue() {
        do throws(ParseError) {
            guard !isComplete, let found = try parser?.take() else { return }
            value = found
            isComplete = true
        } catch {
            failure = error
        }
    }

    /// How many of the bytes precede the document. It begins behind them, if any follow.
    private func skipBlanks(_ bytes: Span<UInt8>) -> Int {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if tracker.position.offset + index == markBytes, markBytes < mark.count, byte == mark[markBytes] {
                markBytes += 1
            } else if byte != 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                break
            }
            index += 1
        }
        tracker.advance(over: bytes.extracting(first: index))
        if index < bytes.count { start = tracker.position }
        return index
    }

    func finishInput() {
        isAtEnd = true
        guard failure == nil else { return }
        if parser == nil { begin(at: tracker.position) }
        do throws(ParseError) { try parser?.finish() } catch { failure = error }
        takeValue()
    }

    func take() throws(ParseError) -> StreamRecord? {
        if let found = value {
            value = nil
            return .json(found)
        }
        guard let failure, !isTold else { return nil }
        isTold = true
        throw failure
    }

    var isOver: Bool { value == nil && (isTold || (isAtEnd && failure == nil)) }
    var offset: Int { start?.offset ?? 0 }
    var heldBytes: Int { parser?.heldBytes ?? 0 }
}
