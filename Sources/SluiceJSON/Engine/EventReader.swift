internal import SluiceCore

/// Gives the events of a source one at a time.
///
///     source --chunk--> tokenizer --batch of tokens--> a place in the batch --> event
@safe struct EventReader: ~Copyable {
    private let reader: ChunkReader
    private let tokenizer: Tokenizer
    private var isAtEnd = false

    private var batch: TokenBatch?
    private var index = 0
    private var decoded: UnsafePointer<UInt8>?
    /// The last event's text, where it has one.
    private var textStart: UnsafePointer<UInt8>?
    private var textCount = 0

    private(set) var trail = Trail()
    /// Where the last event begins, in bytes from the start of the document.
    private(set) var offset = 0
    /// Whether the last event opened a container.
    private(set) var hasOpened = false

    /// Where the last event stands, as a JSON Pointer.
    var path: String {
        // A container's first event has opened it, its last has closed it: both speak of the container itself.
        trail.pointer(depth: hasOpened ? trail.depth - 1 : trail.depth)
    }

    init(_ reader: ChunkReader, options: JSON.ParserOptions) {
        self.reader = reader
        tokenizer = Tokenizer(options: options, name: reader.name)
    }

    /// The last event's text; empty where it has none.
    var text: Span<UInt8> {
        @_lifetime(borrow self) get {
            // Safe: the chunk and the decoded text stay as they are until the next call, which ends the borrow.
            let buffer = unsafe UnsafeBufferPointer(start: textStart, count: textCount)
            return unsafe _overrideLifetime(buffer.span, borrowing: self)
        }
    }

    /// The next event; `nil` behind the last.
    mutating func next() throws -> JSON.Event? {
        textCount = 0
        while unsafe batch.map({ unsafe index == $0.count }) ?? true {
            guard try refill() else { return nil }
        }
        guard let batch = unsafe batch else { return nil }
        let word = unsafe batch.tokens[2 * index]
        let length = unsafe batch.tokens[2 * index + 1]
        index += 1
        let at = Int(truncatingIfNeeded: word & 0x00FF_FFFF_FFFF_FFFF)
        let kind = UInt8(truncatingIfNeeded: word >> 56)
        unsafe offset = batch.offset + at
        hasOpened = false
        switch kind {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            hasOpened = true
            trail.open(isObject: kind == UInt8(ascii: "{"))
            return kind == UInt8(ascii: "{") ? .startObject : .startArray
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            trail.close()
            return kind == UInt8(ascii: "}") ? .endObject : .endArray
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            trail.beginValue()
            return .boolean(kind == UInt8(ascii: "t"))
        case UInt8(ascii: "n"):
            trail.beginValue()
            return .null
        default: break
        }
        let isDecoded = length >> 63 != 0
        textCount = Int(truncatingIfNeeded: length & ~(1 << 63))
        unsafe textStart = isDecoded ? decoded : batch.text + at
        if isDecoded { unsafe decoded? += textCount }
        if kind == UInt8(ascii: "k") {
            offset -= 1
            trail.name(unsafe UnsafeBufferPointer(start: textStart, count: textCount).span)
            return .key
        }
        trail.beginValue()
        if kind == UInt8(ascii: "0") { return .number }
        offset -= 1
        return .string
    }

    /// Gets the next batch of tokens. `false` at the end of the document.
    private mutating func refill() throws -> Bool {
        index = 0
        unsafe batch = nil
        while true {
            if let next = try unsafe tokenizer.next() {
                unsafe batch = next
                unsafe decoded = next.decoded
                return true
            }
            if isAtEnd { return false }
            isAtEnd = try !reader.read()
            // Safe: the chunk stays where it is until the next read, which comes when the tokenizer is done with it.
            unsafe tokenizer.open(isAtEnd ? UnsafeBufferPointer(start: nil, count: 0) : reader.bytes, isLast: isAtEnd)
        }
    }
}
