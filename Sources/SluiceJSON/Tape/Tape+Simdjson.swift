#if Simdjson
internal import CSimdjson
internal import SluiceCore

extension Tape {
    /// Text below this is copied out of the working document: then many small values keep little memory.
    private static let smallText = 64 << 10

    /// The tape of `text`, or `nil` where simdjson declines: our own parser then judges.
    static func bySimdjson(_ text: Span<UInt8>, limits: ParserLimits) -> Tape? {
        guard text.count > 0, text.count <= limits.documentBytes, text.count < Int(UInt32.max) else { return nil }
        let pool = SimdjsonPool.shared
        guard var workbench = pool.takeWorkbench() else { return nil }
        defer { pool.put(workbench: workbench) }
        if workbench.textCapacity < text.count {
            unsafe sluice_simdjson_text_destroy(workbench.text)
            let capacity = text.count <= 1 << 20 ? text.count.nextPowerOfTwo : text.count
            unsafe workbench.text = sluice_simdjson_text_create(capacity)
            workbench.textCapacity = unsafe workbench.text == nil ? 0 : capacity
        }
        guard let copy = unsafe workbench.text else { return nil }
        unsafe text.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe copy.update(from: start, count: source.count) }
        }
        return unsafe parse(copy, count: text.count, with: workbench, limits: limits)
    }

    /// Parses padded text.
    static func parse(
        _ text: UnsafePointer<UInt8>, count: Int, with workbench: SimdjsonPool.Workbench, limits: ParserLimits
    ) -> Tape? {
        let pool = SimdjsonPool.shared
        guard let document = unsafe pool.takeDocument(for: count) else { return nil }
        // Deeper documents are for our own parser, whose stack grows as it needs.
        let depth = min(limits.depth, 1024)
        let outcome = unsafe sluice_simdjson_parse(
            workbench.parser, document, text, count, depth, min(limits.textBytes, limits.numberCharacters))
        guard outcome == SLUICE_SIMDJSON_OK else {
            unsafe pool.put(document: document)
            return nil
        }
        guard count < smallText else { return unsafe Tape(adopting: document) }
        defer { unsafe pool.put(document: document) }
        let words = unsafe UnsafeBufferPointer(
            start: sluice_simdjson_document_words(document), count: sluice_simdjson_document_word_count(document))
        let strings = unsafe UnsafeBufferPointer(
            start: sluice_simdjson_document_strings(document),
            count: sluice_simdjson_string_bytes(workbench.parser, document, text))
        return unsafe Tape(copying: words.span, strings: strings.span)
    }
}

extension Int {
    fileprivate var nextPowerOfTwo: Int { self <= 4096 ? 4096 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
#endif
