/// What a document type has to tell, as tokens among others: four words each, see `XMLScan.h`.
///
/// Comments, instructions and skipped entities are tokens as the scanner makes them; all others are `d`, with the number of
/// their event.
@safe
final class DocumentTypeTokens {
    let events: [(event: DocumentTypeEvent, place: Int)]
    // Safe: owned, and freed with this object, which the tokenizer keeps until the tokens have been delivered.
    private let words: UnsafeMutableBufferPointer<UInt64>
    private let text: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter start: Where the type's text starts in the scanned bytes.
    init(_ events: [(event: DocumentTypeEvent, place: Int)], start: Int) {
        self.events = events
        var count = 0
        for (event, _) in events { count += event.text.count }
        unsafe text = .allocate(capacity: max(count, 1))
        unsafe words = .allocate(capacity: max(4 * events.count, 1))
        var end = 0
        for (i, (event, place)) in events.enumerated() {
            let bytes = event.text
            let (kind, number) = event.token ?? (UInt8(ascii: "d"), i)
            let at = unsafe text.baseAddress.map { unsafe $0 + end }
            for byte in bytes {
                unsafe text[end] = byte
                end += 1
            }
            unsafe words[4 * i] = UInt64(kind) << 56 | UInt64(number)
            unsafe words[4 * i + 1] = UInt64(UInt32(truncatingIfNeeded: start + place)) << 32
            unsafe words[4 * i + 2] = UInt64(UInt(bitPattern: at))
            unsafe words[4 * i + 3] = UInt64(bytes.count)
        }
    }

    deinit {
        unsafe words.deallocate()
        unsafe text.deallocate()
    }

    var batch: TokenBatch? {
        guard !events.isEmpty, let base = unsafe words.baseAddress else { return nil }
        return unsafe TokenBatch(tokens: UnsafePointer(base), count: events.count, names: UnsafePointer(base))
    }
}

extension DocumentTypeEvent {
    fileprivate var text: [UInt8] {
        switch self {
        case .comment(let text): text
        case .skipped(let name): name
        case .instruction(let target, let data): target + data
        default: []
        }
    }

    /// The token that the scanner has for it, and its count.
    fileprivate var token: (kind: UInt8, count: Int)? {
        switch self {
        case .comment: (UInt8(ascii: "C"), 0)
        case .skipped: (UInt8(ascii: "K"), 0)
        case .instruction(let target, _): (UInt8(ascii: "P"), target.count)
        default: nil
        }
    }
}
