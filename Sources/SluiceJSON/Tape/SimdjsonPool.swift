#if Simdjson
internal import CSimdjson
internal import SluiceCore

/// Parsers, padded text and documents, kept warm: touching fresh memory costs more than parsing does.
///
/// What it keeps is bounded. Everything here may be called from any thread.
@safe
final class SimdjsonPool: Sendable {
    static let shared = SimdjsonPool()

    /// Bytes of text that a kept item may have room for, and all kept ones of a kind together.
    private static let largest = 8 << 20
    private static let total = 16 << 20

    // Not a `Mutex`, which the thread sanitizer does not know.
    private let kept = Locked(Kept())

    /// What one parse needs besides a document.
    @safe
    struct Workbench: @unchecked Sendable {
        // Safe: one owner at a time: the pool, or the parse that took it.
        let parser: OpaquePointer
        let text = PaddedBytes(capacity: 4096)

        func destroy() { unsafe sluice_simdjson_parser_destroy(parser) }
    }

    private struct Kept {
        var workbenches: [(bench: Workbench, bytes: Int)] = []
        var workbenchBytes = 0
        var documents: [(document: Document, capacity: Int)] = []
        var documentBytes = 0
    }

    @safe
    private struct Document: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// A workbench, warm if there is one; `nil` when there is no memory.
    func takeWorkbench() -> Workbench? {
        let warm = kept.withLock { kept -> Workbench? in
            guard let (bench, bytes) = kept.workbenches.popLast() else { return nil }
            kept.workbenchBytes -= bytes
            return bench
        }
        if let warm { return warm }
        guard let parser = unsafe sluice_simdjson_parser_create() else { return nil }
        return unsafe Workbench(parser: parser)
    }

    func put(workbench: Workbench) {
        let bytes = unsafe max(workbench.text.capacity, sluice_simdjson_parser_capacity(workbench.parser))
        let isKept =
            bytes <= Self.largest
            && kept.withLock {
                guard $0.workbenchBytes + bytes <= Self.total, $0.workbenches.count < 16 else { return false }
                $0.workbenches.append((workbench, bytes))
                $0.workbenchBytes += bytes
                return true
            }
        if !isKept { workbench.destroy() }
    }

    /// A document for `count` bytes of text: the smallest warm one with room, if that is not far too large.
    func takeDocument(for count: Int) -> OpaquePointer? {
        let warm = kept.withLock { kept -> Document? in
            var best: Int?
            for (i, item) in kept.documents.enumerated() where item.capacity >= count {
                if let b = best, kept.documents[b].capacity <= item.capacity { continue }
                best = i
            }
            guard let best, kept.documents[best].capacity / 16 <= max(count, 16 << 10) else { return nil }
            let item = kept.documents.remove(at: best)
            kept.documentBytes -= item.capacity
            return item.document
        }
        if let warm { return unsafe warm.pointer }
        return unsafe sluice_simdjson_document_create()
    }

    func put(document: OpaquePointer) {
        let capacity = unsafe sluice_simdjson_document_capacity(document)
        let item = unsafe Document(pointer: document)
        let isKept =
            capacity <= Self.largest
            && kept.withLock {
                guard $0.documentBytes + capacity <= Self.total, $0.documents.count < 16 else { return false }
                $0.documents.append((item, capacity))
                $0.documentBytes += capacity
                return true
            }
        if !isKept { unsafe sluice_simdjson_document_destroy(document) }
    }
}
#endif
