internal import CScan
internal import SluiceCore

/// Turns bytes that arrive in chunks into tokens, with the place of every fault.
///
///     chunk 1                    chunk 2
///     <a><b name="Ada" year=" | 1815"/><c ...
///     '- in place -'            '--- in place
///                  '-----------' pending: what a chunk's end cuts
///
/// Whatever a chunk holds whole is scanned where it lies. What was cut is gathered in `pending` until its end has been
/// found, each byte looked at once for that: the cost is linear in the input for every chunking. Text is not gathered; it
/// comes in pieces.
@usableFromInline
@safe final class Tokenizer {
    let scanner: OpaquePointer
    let options: XML.ParserOptions
    let name: String?
    let handlers: XML.Handlers
    private var tracker = PositionTracker()
    private var decoder: InputDecoder

    /// The chunk, as UTF-8; how much of it is done with; and from where on the tracker has not passed over it.
    private var chunk = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var consumed = 0
    private var mark = 0
    private var isLast = false
    private var isFinished = false

    private var pending = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    private var pendingCount = 0
    private var pendingConsumed = 0
    /// What is cut, or none; and what the search for its end remembers.
    private var cut = SLUICE_XML_CUT_NONE
    private var cutMemory: UInt32 = 0

    private var received = 0
    private var isOverLimit = false
    private var fault: ParseError?
    /// The batch's last token, where it waits to be acted on, and the place of the bytes that were scanned for it.
    private var stop: UnsafePointer<UInt64>?
    /// Whether the tokens that are being delivered are of `pending`.
    private var isPending = false
    /// The token that is being delivered, and where the bytes begin that its place counts from.
    @usableFromInline var token: UnsafePointer<UInt64>?
    private var scannedFrom = 0

    /// What the XML declaration says; and the document type.
    private(set) var isStandalone = false
    var declared: Declared?

    @usableFromInline var hasStarted = false
    /// Set by whoever wants no more events.
    @usableFromInline var isStopped = false

    @usableFromInline
    init(
        options: XML.ParserOptions, handlers: XML.Handlers = XML.Handlers(), name: String? = nil,
        isFragment: Bool = false
    ) {
        self.options = options
        self.handlers = handlers
        self.name = name
        decoder = InputDecoder(encoding: options.encoding)
        let limits = options.limits
        let settings = sluice_xml_options(
            namespaces: options.processesNamespaces, namespace_attributes: options.reportsNamespaceAttributes,
            is_fragment: isFragment, depth: max(limits.depth, 0), attributes: max(limits.attributesPerElement, 0),
            tag_bytes: max(limits.startTagBytes, 0), name_bytes: max(limits.nameBytes, 0),
            value_bytes: max(limits.attributeValueBytes, 0), text_bytes: max(limits.textBytes, 0),
            entity_depth: max(limits.entityDepth, 0), expansion_factor: max(limits.entityExpansionFactor, 0),
            expansion_bytes: max(limits.entityExpansionBytes, 0))
        guard let scanner = unsafe sluice_xml_new(settings) else { fatalError("sluice_xml_new: out of memory") }
        unsafe self.scanner = scanner
    }

    deinit {
        unsafe sluice_xml_free(scanner)
        unsafe pending.deallocate()
    }

    /// Ready for another document.
    func reset() {
        unsafe sluice_xml_reset(scanner)
        tracker = PositionTracker()
        decoder = InputDecoder(encoding: options.encoding)
        unsafe chunk = UnsafeBufferPointer(start: nil, count: 0)
        (consumed, mark, pendingCount, pendingConsumed, received) = (0, 0, 0, 0, 0)
        cut = SLUICE_XML_CUT_NONE
        (isLast, isFinished, isOverLimit, isPending, hasStarted, isStopped) = (false, false, false, false, false, false)
        (fault, declared, isStandalone) = (nil, nil, false)
        unsafe (stop, token) = (nil, nil)
    }

    /// Elements open behind the last token.
    var depth: Int { unsafe sluice_xml_depth(scanner) }

    // MARK: Chunks

    /// Starts on a chunk. Its bytes must stay until ``next()`` has returned `nil` or thrown.
    @usableFromInline
    func open(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws {
        let room = options.limits.documentBytes - received
        isOverLimit = bytes.count > room
        let bytes = unsafe isOverLimit ? UnsafeBufferPointer(rebasing: bytes[..<max(room, 0)]) : bytes
        received += bytes.count
        consumed = 0
        mark = 0
        self.isLast = isLast && !isOverLimit
        unsafe chunk = UnsafeBufferPointer(start: nil, count: 0)
        do {
            try unsafe chunk = decoder.decode(bytes, isLast: self.isLast)
        } catch let problem as InputDecoder.Problem {
            // What precedes it comes first.
            unsafe chunk = decoder.decoded
            decodingProblem = problem
            self.isLast = false
        }
    }
    private var decodingProblem: InputDecoder.Problem?

    /// The next tokens, good until the next call; `nil` when the chunk is used up.
    @usableFromInline
    func next() throws -> TokenBatch? {
        while true {
            if let fault { throw fault }
            if unsafe stop != nil { try settle() }
            if let batch = try unsafe declared?.next() { return unsafe batch }
            if isFinished || isStopped { return nil }
            if pendingConsumed > 0 { shiftPending() }
            if cut != SLUICE_XML_CUT_NONE, pendingCount == 0 { gatherTail() }
            let batch: TokenBatch
            if pendingCount > 0 {
                guard cut == SLUICE_XML_CUT_NONE || completePending() else { break }
                unsafe batch = scanPending()
            } else {
                guard unsafe consumed < chunk.count || isLast else { break }
                unsafe batch = scanChunk()
            }
            if unsafe batch.count > 0 { return unsafe batch }
            if fault == nil, pendingCount == 0, cut == SLUICE_XML_CUT_NONE, unsafe consumed == chunk.count, !isLast {
                break
            }
        }
        if let decodingProblem {
            let fault = error(decodingProblem)
            self.fault = fault
            throw fault
        }
        if isOverLimit {
            if cut != SLUICE_XML_CUT_NONE, pendingCount > 0 {
                // What was gathered may be wrong before the limit is passed.
                cut = SLUICE_XML_CUT_NONE
                unsafe _ = scanPending()
                if let fault { throw fault }
            }
            throw overLimit()
        }
        leaveChunk()
        return nil
    }

    private func scanChunk() -> TokenBatch {
        // Safe: `open` asks for bytes that stay until the chunk is used up.
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        scannedFrom = consumed
        isPending = false
        let found = unsafe scan(rest, isFinal: isLast)
        if unsafe found.fault != SLUICE_XML_FINE {
            fault = unsafe error(found, in: UnsafeBufferPointer(rebasing: chunk[mark...]), scannedFrom: consumed - mark)
        }
        consumed += unsafe found.consumed
        cut = unsafe found.cut
        if isLast, cut == SLUICE_XML_CUT_NONE, unsafe consumed == chunk.count, unsafe !found.stops { isFinished = true }
        return unsafe batch(found)
    }

    private func gatherTail() {
        let tail = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        unsafe append(tail)
        unsafe tracker.advance(over: UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
        consumed = unsafe chunk.count
        mark = consumed
        primeCut()
    }

    private func leaveChunk() {
        if pendingCount == 0, unsafe chunk.count > 0 {
            unsafe tracker.advance(over: UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
        }
        unsafe chunk = UnsafeBufferPointer(start: nil, count: 0)
        unsafe token = nil
        consumed = 0
        mark = 0
    }

    // MARK: What a chunk's end has cut

    /// Takes what the cut construct lacks from the chunk. `false` if the chunk does not show its end.
    private func completePending() -> Bool {
        if unsafe consumed == chunk.count {
            // At the document's end it is complete as it is, or truncated.
            guard isLast else { return false }
            cut = SLUICE_XML_CUT_NONE
            return true
        }
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        let needed = unsafe sluice_xml_cut_end(cut, &cutMemory, rest.baseAddress, rest.count)
        // SIZE_MAX, imported as -1: not in these bytes.
        let taken = needed < 0 ? rest.count : needed
        unsafe append(UnsafeBufferPointer(rebasing: rest[..<taken]))
        consumed += taken
        mark = consumed
        // Not complete, but so long that the scanner will refuse it: it finds out why and where.
        guard needed >= 0 || pendingCount > pendingLimit else { return isLast ? completePending() : false }
        cut = SLUICE_XML_CUT_NONE
        return true
    }

    private var pendingLimit: Int {
        let limits = options.limits
        let limit =
            switch cut {
            case SLUICE_XML_CUT_TAG: limits.startTagBytes
            case SLUICE_XML_CUT_END_TAG: max(limits.startTagBytes, limits.nameBytes)
            case SLUICE_XML_CUT_REFERENCE: limits.nameBytes
            default: limits.textBytes
            }
        // With what opens and closes it.
        return limit < .max - 16 ? limit + 16 : .max
    }

    private func scanPending() -> TokenBatch {
        let rest = unsafe UnsafeBufferPointer(rebasing: pending[pendingConsumed..<pendingCount])
        let isFinal = unsafe isLast && consumed == chunk.count
        scannedFrom = pendingConsumed
        isPending = true
        let found = unsafe scan(rest, isFinal: isFinal)
        if unsafe found.fault != SLUICE_XML_FINE {
            let seen = unsafe UnsafeBufferPointer(rebasing: pending[..<pendingCount])
            fault = unsafe error(found, in: seen, scannedFrom: pendingConsumed)
        }
        pendingConsumed += unsafe found.consumed
        cut = unsafe found.cut
        if isFinal, cut == SLUICE_XML_CUT_NONE, pendingConsumed == pendingCount, unsafe !found.stops {
            isFinished = true
        }
        if cut != SLUICE_XML_CUT_NONE, pendingConsumed == 0 { primeCut() }
        return unsafe batch(found)
    }

    /// Lets go of what was scanned, once its tokens have been used.
    private func shiftPending() {
        tracker.advance(over: unsafe UnsafeBufferPointer(rebasing: pending[..<pendingConsumed]).span)
        let left = pendingCount - pendingConsumed
        if left > 0, let base = unsafe pending.baseAddress {
            unsafe base.update(from: base + pendingConsumed, count: left)
        }
        pendingCount = left
        pendingConsumed = 0
        if cut != SLUICE_XML_CUT_NONE { primeCut() }
    }

    private func primeCut() {
        cutMemory = 0
        // One more byte is all that these ask for, and they have been looked at.
        if cut == SLUICE_XML_CUT_CHARACTER || cut == SLUICE_XML_CUT_OPENING { return }
        _ = unsafe sluice_xml_cut_end(cut, &cutMemory, pending.baseAddress, pendingCount)
    }

    private func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        if unsafe pendingCount + bytes.count > pending.count {
            let bigger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * (pendingCount + bytes.count) + 64)
            if let base = unsafe pending.baseAddress {
                unsafe bigger.baseAddress?.update(from: base, count: pendingCount)
            }
            unsafe pending.deallocate()
            unsafe pending = bigger
        }
        if let base = unsafe pending.baseAddress {
            unsafe (base + pendingCount).update(from: source, count: bytes.count)
        }
        pendingCount += bytes.count
    }

    // MARK: The scanner

    private func scan(_ bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool) -> sluice_xml_batch {
        // Places are 32-bit numbers.
        let most = 1 << 30
        return unsafe sluice_xml_scan(
            scanner, bytes.baseAddress, min(bytes.count, most), isFinal && bytes.count <= most)
    }

    private func batch(_ found: sluice_xml_batch) -> TokenBatch {
        // Safe: a scanner has room for tokens from its beginning; without names no token has one.
        let tokens = unsafe found.tokens!
        let count = unsafe found.count
        if unsafe found.stops { unsafe stop = tokens + 4 * (count - 1) }
        let names = unsafe found.names.map { unsafe UnsafeRawPointer($0).assumingMemoryBound(to: UInt64.self) }
        return unsafe TokenBatch(tokens: tokens, count: count, names: names ?? tokens)
    }

    /// What is scanned; and where in it the tracker stands.
    private var seen: UnsafeBufferPointer<UInt8> {
        unsafe isPending
            ? UnsafeBufferPointer(rebasing: pending[..<pendingCount]) : UnsafeBufferPointer(rebasing: chunk[mark...])
    }

    /// Where the token that is being delivered begins.
    var position: TextPosition {
        guard let token = unsafe token else { return tracker.position }
        let at = unsafe place(of: token) + scannedFrom - (isPending ? 0 : mark)
        return tracker.position(of: at, in: unsafe seen.span)
    }

    /// The elements that are open.
    var path: String { unsafe TokenizerFault.path(of: scanner) }

    /// The bytes that are held, where in the document they begin, and the index among them that tokens' places count from.
    var held: (bytes: UnsafeBufferPointer<UInt8>, start: TextPosition, tokensFrom: Int) {
        unsafe (seen, tracker.position, scannedFrom - (isPending ? 0 : mark))
    }

    /// Where in the document the bytes begin that tokens' places count from.
    var batchOffset: Int { tracker.position.offset + scannedFrom - (isPending ? 0 : mark) }

    /// Where in the document the bytes end whose tokens have been given.
    var scannedOffset: Int { tracker.position.offset + (isPending ? pendingConsumed : consumed - mark) }

    // MARK: Faults

    private func error(_ found: sluice_xml_batch, in seen: UnsafeBufferPointer<UInt8>, scannedFrom from: Int)
        -> ParseError
    {
        let index = unsafe from + found.fault_at
        let (code, message) = unsafe TokenizerFault.describe(
            found, at: index, in: seen, limits: options.limits, scanner)
        return tracker.error(code, message, at: index, in: unsafe seen.span, path: path, sourceName: name)
    }

    /// An error at the token that stopped the scan, or is being delivered, `offset` bytes into it.
    func error(_ code: ParseError.Code, _ message: String, at offset: Int) -> ParseError {
        let at = unsafe place(of: stop ?? token) + scannedFrom - (isPending ? 0 : mark)
        return tracker.error(code, message, at: at + offset, in: unsafe seen.span, path: path, sourceName: name)
    }

    /// Where a token stands in the scanned bytes.
    private func place(of token: UnsafePointer<UInt64>?) -> Int {
        unsafe token.map { unsafe Int(truncatingIfNeeded: $0[1] >> 32) } ?? 0
    }
    var stopPlace: Int { unsafe place(of: stop) }

    private func error(_ problem: InputDecoder.Problem) -> ParseError {
        let seen =
            unsafe pendingCount > 0
            ? UnsafeBufferPointer(rebasing: pending[..<pendingCount]) : UnsafeBufferPointer(rebasing: chunk[mark...])
        return tracker.error(
            problem.code, problem.message, at: seen.count, in: unsafe seen.span, path: path, sourceName: name)
    }

    private func overLimit() -> ParseError {
        let seen =
            unsafe pendingCount > 0
            ? UnsafeBufferPointer(rebasing: pending[..<pendingCount]) : UnsafeBufferPointer(rebasing: chunk[mark...])
        let error = unsafe tracker.error(
            .limitExceeded,
            "the document is longer than the limit of \(options.limits.documentBytes) bytes (documentBytes)",
            at: seen.count, in: seen.span, path: path, sourceName: name)
        fault = error
        return error
    }

    // MARK: What a token asks for

    /// Acts on the token that stopped the scan, which has been delivered.
    private func settle() throws {
        guard let token = unsafe stop else { return }
        defer { unsafe stop = nil }
        let text = unsafe TokenBatch.text(token).utf8
        do {
            switch unsafe UInt8(truncatingIfNeeded: token[0] >> 56) {
            case UInt8(ascii: "X"): try declare(text)
            case UInt8(ascii: "D"): readDocumentType(text)
            default: try readExternalEntity(text)
            }
        } catch let error as ParseError {
            fault = error
            throw error
        }
        if isLast, pendingCount == pendingConsumed, unsafe consumed == chunk.count {
            // The end is still to be found good.
            isFinished = false
        }
    }

    /// The XML declaration: the encoding that it names is that of all that follows.
    private func declare(_ text: Span<UInt8>) throws {
        let declaration = try XMLDeclaration(text) { message, offset in
            self.error(.notWellFormed, message, at: 5 + offset)
        }
        isStandalone = declaration.isStandalone == true
        guard let encoding = declaration.encoding, options.encoding == nil else { return }
        // Safe: the rest of the chunk is not looked at again but through what comes back.
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        do {
            guard let decoded = try unsafe decoder.declare(encoding, rest: rest, isLast: isLast) else { return }
            unsafe tracker.advance(over: UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
            unsafe chunk = decoded
            consumed = 0
            mark = 0
        } catch let problem as InputDecoder.Problem {
            throw error(problem.code, problem.message, at: 5 + (declaration.encodingAt ?? 0))
        }
    }
}
