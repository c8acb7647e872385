#if Simdjson
internal import CSimdjson
internal import SluiceCore

extension Tape {
    /// Text below this is copied out of the working document: then many small values keep little memory.
    private static let smallText = 64 << 10

    /// The tape of `text`, or `nil` where simdjson declines: our own parser then judges.
    static func bySimdjson(_ text: Span<UInt8>, limits: ParserLimits) -> Tape? {
        guard canTake(text.count, limits), let workbench = SimdjsonPool.shared.takeWorkbench() else { return nil }
        defer { SimdjsonPool.shared.put(workbench: workbench) }
        // simdjson reads ahead of its input, so it gets a copy that has room behind it.
        workbench.text.removeAll()
        workbench.text.append(text)
        return unsafe parse(workbench.text.unsafeBase, workbench.text.count, with: workbench, limits: limits)
    }

    /// The same, of an array: without the copy, where its memory goes on far enough behind its elements.
    static func bySimdjson(_ text: [UInt8], limits: ParserLimits) -> Tape? {
        guard text.capacity - text.count >= PaddedBytes.padding else { return bySimdjson(text.span, limits: limits) }
        guard canTake(text.count, limits), let workbench = SimdjsonPool.shared.takeWorkbench() else { return nil }
        defer { SimdjsonPool.shared.put(workbench: workbench) }
        return unsafe text.withUnsafeBufferPointer { text in
            // Safe: what lies behind the elements belongs to the array too; simdjson does not depend on its value.
            guard let start = text.baseAddress else { return nil }
            return unsafe parse(start, text.count, with: workbench, limits: limits)
        }
    }

    /// The same, of text that has its padding already.
    static func bySimdjson(_ text: PaddedBytes, limits: ParserLimits) -> Tape? {
        guard canTake(text.count, limits), let workbench = SimdjsonPool.shared.takeWorkbench() else { return nil }
        defer { SimdjsonPool.shared.put(workbench: workbench) }
        return unsafe parse(text.unsafeBase, text.count, with: workbench, limits: limits)
    }

    private static func canTake(_ count: Int, _ limits: ParserLimits) -> Bool {
        count > 0 && count <= limits.documentBytes && limits.depth > 0
    }

    private static func parse(
        _ text: UnsafePointer<UInt8>, _ count: Int, with workbench: SimdjsonPool.Workbench, limits: ParserLimits
    ) -> Tape? {
        let pool = SimdjsonPool.shared
        guard let document = unsafe pool.takeDocument(for: count) else { return nil }
        // Deeper documents are for our own parser, whose stack grows as it needs.
        let depth = min(limits.depth, 1024)
        let outcome = unsafe sluice_simdjson_parse(
            workbench.parser, document, text, count, depth,
            min(limits.textBytes, limits.numberCharacters))
        guard outcome == SLUICE_SIMDJSON_OK else {
            unsafe pool.put(document: document)
            return nil
        }
        guard count < smallText else { return unsafe Tape(adopting: document) }
        return unsafe Tape(copying: document, of: text, by: workbench)
    }

    /// Copies what was just parsed into memory of exactly its size, and gives the document back to the pool.
    convenience init(
        copying document: OpaquePointer, of text: UnsafePointer<UInt8>, by workbench: SimdjsonPool.Workbench
    ) {
        let words = unsafe UnsafeBufferPointer(
            start: sluice_simdjson_document_words(document), count: sluice_simdjson_document_word_count(document))
        let strings = unsafe UnsafeBufferPointer(
            start: sluice_simdjson_document_strings(document),
            count: sluice_simdjson_string_bytes(workbench.parser, document, text))
        unsafe self.init(copying: words.span, strings: strings.span)
        unsafe SimdjsonPool.shared.put(document: document)
    }
}
#endif
