internal import SluiceCore

#if Simdjson
internal import CSimdjson
#endif

/// Parses batches of records where they lie, each batch in one call: as the elements of one array.
///
///      {"a": 1}, {"a": 2}, {"a": 3} , {"a":              {"a": 1}↵{"a": 2}↵{"a": 3}↵{"a":
///     [{"a": 1}, {"a": 2}, {"a": 3} ]                   [{"a": 1},{"a": 2},{"a": 3}]
///
/// What it writes over is put back before it returns.
@safe
enum RecordBench {
    /// A tape whose root is an array of `records`, or `nil` where that is not certain: then each is looked at alone.
    ///
    /// Exact as long as brackets and strings are closed at every end: then the commas that part the array's elements are
    /// those at the ends, if there are as many elements as records.
    /// - Parameter levels: Containers open around them, for which the array stands as one.
    static func parse(_ records: RecordRun, needsCommas: Bool, levels: Int, limits: ParserLimits) -> Tape? {
        #if Simdjson
        let depth = limits.depth - max(levels - 1, 0)
        guard records.count > 0, depth > 0, let workbench = SimdjsonPool.shared.takeWorkbench() else { return nil }
        defer { SimdjsonPool.shared.put(workbench: workbench) }
        let base = unsafe records.base
        let ends = unsafe records.ends
        let last = records.count - 1
        let from = records.from - 1
        let to = Int(unsafe ends[last])
        guard let document = unsafe SimdjsonPool.shared.takeDocument(for: to + 1 - from) else { return nil }

        // Safe: a window has room in front of its first byte and behind its last, and ends are within it.
        let first = unsafe base[from]
        unsafe base[from] = UInt8(ascii: "[")
        let hasCommas = needsCommas && last > 0
        if hasCommas {
            // What stood where the commas are now; the parse itself has no use for this memory.
            workbench.text.removeAll()
            workbench.text.append(addingCapacity: last) { overwritten in
                for i in 0..<last {
                    let end = Int(unsafe ends[i])
                    overwritten.append(unsafe base[end])
                    unsafe base[end] = UInt8(ascii: ",")
                }
            }
        }
        let behind = unsafe base[to]
        unsafe base[to] = UInt8(ascii: "]")
        defer {
            unsafe base[from] = first
            unsafe base[to] = behind
            if hasCommas {
                let overwritten = workbench.text.span
                for i in 0..<last { unsafe base[Int(ends[i])] = overwritten[i] }
            }
        }

        let outcome = unsafe sluice_simdjson_parse(
            workbench.parser, document, base + from, to + 1 - from, min(depth, 1024),
            min(limits.textBytes, limits.numberCharacters))
        guard outcome == SLUICE_SIMDJSON_OK else {
            unsafe SimdjsonPool.shared.put(document: document)
            return nil
        }
        let isSmall = to + 1 - from < smallText
        let tape =
            unsafe isSmall
            ? Tape(copying: document, of: base + from, by: workbench) : Tape(adopting: document)
        return tape.count(at: 1) == records.count ? tape : nil
        #else
        return nil
        #endif
    }

    /// Text below this is copied out of the working document, which is many times as large: whoever keeps a record that
    /// came alone keeps little memory.
    private static let smallText = 4 << 10
}
