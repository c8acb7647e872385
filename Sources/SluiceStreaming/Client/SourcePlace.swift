#if Services
/// The place of a delivery in its source, which it keeps from one connection to the next.
///
/// One task at a time has it: the one that sends on a connection, and between two of them the one that connects.
final class SourcePlace: @unchecked Sendable {
    private let source: DocumentSource
    private var cursor: (any DocumentCursor)?
    /// Records before the next one.
    private var index = 0

    init(_ source: DocumentSource) { self.source = source }

    /// How many records are to be read before record `wanted` is the next.
    func distance(to wanted: Int) -> Int { cursor == nil || wanted < index ? wanted : wanted - index }

    /// Passes records over until `wanted` is the next: from the start where it is one before.
    /// - Throws: ``WriterError`` where there are not so many; `CancellationError`; what the source throws.
    func move(to wanted: Int) throws { _ = try reach(wanted) }

    /// What gives record `wanted` and those behind it. It is the caller's: what asks for a place later begins at the start.
    /// - Throws: As ``move(to:)``.
    func cursor(behind wanted: Int) throws -> any DocumentCursor {
        let found = try reach(wanted)
        cursor = nil
        return found
    }

    private func reach(_ wanted: Int) throws -> any DocumentCursor {
        let known = wanted < index ? nil : cursor
        if known == nil { index = 0 }
        let cursor = try known ?? source.open()
        self.cursor = cursor
        while index < wanted {
            if index.isMultiple(of: 256) { try Task.checkCancellation() }
            guard try cursor.next() != nil else {
                throw WriterError(
                    .misuse,
                    "the server has \(wanted) records of this stream, and the source \(index): is it another source?")
            }
            index += 1
        }
        return cursor
    }
}
#endif
