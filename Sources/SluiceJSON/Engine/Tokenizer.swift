internal import CScan
internal import SluiceCore

/// Turns bytes that arrive in chunks into tokens, with the place of every fault.
///
///     chunk 1                      chunk 2
///     {"name": "Ada", "year": 18 | 15, "x": ...
///     '----- scanned in place --'   '--- scanned in place
///                             '------' pending: a token that a chunk's end cuts, and what it takes to see its end
///
/// Whatever a chunk holds whole is scanned where it lies. What was cut is gathered in `pending`, each byte looked at
/// once more when it is complete: the cost is linear in the input for every chunking.
@usableFromInline
@safe final class Tokenizer {
    private let scanner: OpaquePointer
    private let limits: ParserLimits
    private let name: String?
    private var tracker = PositionTracker()

    /// The chunk; how much of it is done with; and from where on the tracker has not passed over it.
    private var chunk = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var consumed = 0
    private var mark = 0
    /// Whether the chunk is the document's last, and whether it has been found whole.
    private var isLast = false
    private var isFinished = false

    // Checking it costs more than gathering does, where chunks are small; no call of it calls out.
    @safe @exclusivity(unchecked) private var pending = CutBytes()
    /// What kind of token is cut (`"`, `0`, `/`), or 0; and what the search for its end remembers.
    private var cut: UInt8 = 0
    private var cutMemory: UInt8 = 0

    /// Bytes of the document that were seen, and whether that is all that the limit lets us see.
    private var received = 0
    private var isOverLimit = false
    private var byteOrderMarkSeen = 0
    private var fault: ParseError?

    @usableFromInline
    init(options: JSON.ParserOptions, name: String? = nil, manyRoots: Bool = false, plain: Bool = false) {
        limits = options.limits
        self.name = name
        let settings = sluice_json_options(
            comments: options.allowsComments, trailing_commas: options.allowsTrailingCommas,
            non_finite: options.allowsNonFinite, control_characters: options.allowsControlCharacters,
            replace_surrogates: options.unpairedSurrogates == .replace, many_roots: manyRoots, plain: plain,
            depth: max(limits.depth, 0), text_bytes: max(limits.textBytes, 0),
            number_bytes: max(limits.numberCharacters, 0))
        unsafe scanner = SpareScanners.take(settings)
    }

    deinit {
        unsafe SpareScanners.give(scanner)
    }

    /// Containers open behind the last token.
    var depth: Int { unsafe sluice_json_depth(scanner) }

    /// Where the bytes begin that are not done with: counted from the start of the document.
    var offset: Int { tracker.position.offset + (pending.isEmpty ? consumed - mark : pending.consumed) }

    /// Where the next byte will stand, if all that were given are done with; else `nil`.
    var standing: TextPosition? { unsafe pending.isEmpty && chunk.count == 0 ? tracker.position : nil }

    /// Ready for another document, which begins at `position` of what it stands in.
    func reset(at position: TextPosition = TextPosition()) {
        unsafe sluice_json_reset(scanner)
        tracker = PositionTracker(startingAt: position)
        unsafe chunk = UnsafeBufferPointer(start: nil, count: 0)
        (consumed, mark, received, byteOrderMarkSeen) = (0, 0, 0, 0)
        pending.removeAll()
        (cut, cutMemory) = (0, 0)
        (isLast, isFinished, isOverLimit) = (false, false, false)
        fault = nil
    }

    /// Starts on a chunk. Its bytes must stay until ``next()`` has returned `nil` or thrown.
    @usableFromInline
    func open(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        let room = limits.documentBytes - received
        isOverLimit = bytes.count > room
        unsafe chunk = isOverLimit ? UnsafeBufferPointer(rebasing: bytes[..<max(room, 0)]) : bytes
        received += unsafe chunk.count
        consumed = 0
        mark = 0
        self.isLast = isLast && !isOverLimit
        if byteOrderMarkSeen >= 0 { passByteOrderMark() }
    }

    /// The next tokens, good until the next call; `nil` when the chunk is used up.
    @usableFromInline
    func next() throws(ParseError) -> TokenBatch? {
        while true {
            if let fault { throw fault }
            if isFinished { return nil }
            if pending.consumed > 0 { shiftPending() }
            if cut != 0, pending.isEmpty { gatherTail() }
            let batch: TokenBatch
            if !pending.isEmpty {
                guard cut == 0 || completePending() else { break }
                unsafe batch = scanPending()
            } else {
                guard unsafe consumed < chunk.count || isLast else { break }
                unsafe batch = scanChunk()
            }
            if unsafe batch.count > 0 { return unsafe batch }
        }
        if isOverLimit {
            // What was gathered may be wrong before the limit is passed.
            if cut != 0, !pending.isEmpty {
                cut = 0
                unsafe _ = scanPending()
                if let fault { throw fault }
            }
            throw overLimit()
        }
        leaveChunk()
        return nil
    }

    // MARK: The chunk

    private func scanChunk() -> TokenBatch {
        // Safe: `open` asks for bytes that stay until the chunk is used up.
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        let start = offset
        let found = unsafe scan(rest, isFinal: isLast)
        if unsafe found.fault != SLUICE_FAULT_NONE {
            let seen = unsafe UnsafeBufferPointer(rebasing: chunk[mark...])
            fault = unsafe error(found, in: seen, scannedFrom: consumed - mark)
        }
        consumed += unsafe found.consumed
        cut = unsafe found.cut
        if isLast, cut == 0, unsafe consumed == chunk.count { isFinished = true }
        return unsafe TokenBatch(found, text: rest, offset: start)
    }

    /// The chunk's tail is the beginning of a token: keeps it for the next chunk.
    private func gatherTail() {
        let tail = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        unsafe pending.append(tail)
        unsafe tracker.advance(over: UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
        cutMemory = 0
        _ = unsafe sluice_json_token_end(cut, &cutMemory, tail.baseAddress, tail.count)
        consumed = unsafe chunk.count
        mark = consumed
    }

    private func leaveChunk() {
        if pending.isEmpty {
            unsafe tracker.advance(over: UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
        }
        unsafe chunk = UnsafeBufferPointer(start: nil, count: 0)
        consumed = 0
        mark = 0
    }

    /// RFC 8259, section 8.1: a parser may ignore it. Found in pieces, too; anything else that begins like it is a fault.
    private func passByteOrderMark() {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        while byteOrderMarkSeen < 3, unsafe consumed < chunk.count {
            guard unsafe chunk[consumed] == byteOrderMark[byteOrderMarkSeen] else {
                if byteOrderMarkSeen > 0 {
                    unsafe byteOrderMark.withUnsafeBufferPointer {
                        unsafe pending.append(UnsafeBufferPointer(rebasing: $0[..<byteOrderMarkSeen]))
                    }
                }
                mark = consumed
                byteOrderMarkSeen = -1
                return
            }
            byteOrderMarkSeen += 1
            consumed += 1
        }
        mark = consumed
        if byteOrderMarkSeen == 3 {
            tracker = PositionTracker(startingAt: TextPosition(offset: tracker.position.offset + 3, line: 1, column: 4))
            byteOrderMarkSeen = -1
        } else if isLast, byteOrderMarkSeen > 0 {
            unsafe byteOrderMark.withUnsafeBufferPointer {
                unsafe pending.append(UnsafeBufferPointer(rebasing: $0[..<byteOrderMarkSeen]))
            }
        }
    }

    // MARK: What a chunk's end has cut

    /// Takes what the cut token lacks from the chunk. `false` if the chunk does not show its end.
    private func completePending() -> Bool {
        if unsafe consumed == chunk.count {
            // At the document's end it is complete as it is, or truncated.
            guard isLast else { return false }
            cut = 0
            return true
        }
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        let needed = unsafe sluice_json_token_end(cut, &cutMemory, rest.baseAddress, rest.count)
        // SIZE_MAX, imported as -1: not in these bytes.
        let taken = needed < 0 ? rest.count : needed
        unsafe pending.append(UnsafeBufferPointer(rebasing: rest[..<taken]))
        consumed += taken
        mark = consumed
        // Not complete, but so long that the scanner will refuse it: it finds out why and where.
        let limit = cut == UInt8(ascii: "0") ? limits.numberCharacters : limits.textBytes
        guard needed >= 0 || pending.count - 1 > limit else { return isLast ? completePending() : false }
        cut = 0
        return true
    }

    private func scanPending() -> TokenBatch {
        let rest = unsafe pending.rest
        let isFinal = unsafe isLast && consumed == chunk.count
        let start = offset
        let found = unsafe scan(rest, isFinal: isFinal)
        if unsafe found.fault != SLUICE_FAULT_NONE {
            let seen = unsafe pending.all
            fault = unsafe error(found, in: seen, scannedFrom: pending.consumed)
        }
        unsafe pending.consume(found.consumed)
        cut = unsafe found.cut
        if isFinal, cut == 0, pending.consumed == pending.count { isFinished = true }
        if cut != 0, pending.consumed == 0 { primeCut() }
        return unsafe TokenBatch(found, text: rest, offset: start)
    }

    /// Lets go of what was scanned, once its tokens have been used.
    private func shiftPending() {
        tracker.advance(over: unsafe pending.all.span.extracting(first: pending.consumed))
        pending.dropConsumed()
        if cut != 0 { primeCut() }
    }

    private func primeCut() {
        cutMemory = 0
        _ = unsafe sluice_json_token_end(cut, &cutMemory, pending.all.baseAddress, pending.count)
    }

    // MARK: The scanner

    private func scan(_ bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool) -> sluice_json_batch {
        unsafe sluice_json_scan(scanner, bytes.baseAddress, bytes.count, isFinal)
    }

    /// The fault that the scanner found in `seen[from...]`; `seen` starts where the tracker stands.
    private func error(_ found: sluice_json_batch, in seen: UnsafeBufferPointer<UInt8>, scannedFrom from: Int)
        -> ParseError
    {
        let index = unsafe from + found.fault_at
        let path = unsafe path(scanner, found, in: UnsafeBufferPointer(rebasing: seen[from...]))
        let (code, message) = unsafe TokenizerFault.describe(found, at: index, in: seen, limits: limits)
        return tracker.error(code, message, at: index, in: unsafe seen.span, path: path, sourceName: name)
    }

    private func overLimit() -> ParseError {
        let seen =
            unsafe pending.isEmpty ? UnsafeBufferPointer(rebasing: chunk[mark...]) : pending.all
        let error = unsafe tracker.error(
            .limitExceeded, "the document is longer than the limit of \(limits.documentBytes) bytes (documentBytes)",
            at: seen.count, in: seen.span, sourceName: name)
        fault = error
        return error
    }
}

extension TokenBatch {
    init(_ found: sluice_json_batch, text: UnsafeBufferPointer<UInt8>, offset: Int) {
        // Safe: where there are tokens there is text; without, no token points there, and any address will do.
        let nowhere = unsafe UnsafeRawPointer(found.tokens!).assumingMemoryBound(to: UInt8.self)
        unsafe self.init(
            tokens: found.tokens, count: found.count, text: text.baseAddress ?? nowhere,
            decoded: found.decoded ?? nowhere, offset: offset)
    }
}
