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
    var name: String?
    var publicID: String?
    let handlers: XML.Handlers
    var tracker = PositionTracker()
    var decoder: InputDecoder
    var isAtStart = true

    /// The chunk, as UTF-8; how much of it is done with; and from where on the tracker has not passed over it.
    private(set) var chunk = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var consumed = 0
    private(set) var mark = 0
    private(set) var isLast = false
    private var isFinished = false

    // Checking it costs more than gathering does, where chunks are small; no call of it calls out.
    @safe @exclusivity(unchecked) private(set) var pending = CutBytes()
    /// What is cut, or none; and what the search for its end remembers.
    private(set) var cut = SLUICE_XML_CUT_NONE
    private var cutMemory: UInt32 = 0

    var received = 0
    private(set) var isOverLimit = false
    var fault: ParseError?
    /// Whether the error handler has heard of it.
    var isFaultTold = false
    /// How faults are passed over, where that is wanted.
    private(set) var recovery: Recovery?
    /// What a feed has thrown: every further one throws it again.
    @usableFromInline var failure: (any Error)?
    /// The batch's last token, where it waits to be acted on.
    private(set) var stop: UnsafePointer<UInt64>?
    /// Whether the tokens that are being delivered are of `pending`.
    private(set) var isPending = false
    /// The token that is being delivered, and where the bytes begin that its place counts from.
    @exclusivity(unchecked) @usableFromInline var token: UnsafePointer<UInt64>?
    private(set) var scannedFrom = 0
    /// The end of the batch, and of what is delivered of it: its beginning, once no more events are wanted.
    var batchEnd = unsafe Tokenizer.nowhere
    private(set) var batchNames: UnsafePointer<UInt64>?
    @exclusivity(unchecked) @usableFromInline var deliveryEnd = unsafe Tokenizer.nowhere
    /// Whether names are to be forgotten before the next batch.
    var isFull = false
    /// How often names were forgotten: numbers of before say nothing any more.
    var nameTables = 0
    /// How many batches there were, and the lines up to one of them.
    var batchNumber = 0
    // Safe: used by `placeOfToken` alone, which calls nobody that could ask for it.
    @safe @exclusivity(unchecked) var lines = (counter: LineCounter(), batchNumber: -1)
    /// The last place that was asked for, from which the next is found.
    var located: (tracker: PositionTracker, index: Int)?

    /// Text that waits for what follows it, to come in one piece; see `Tokenizer+Text`.
    var gathered: [UInt8] = []
    @usableFromInline var isGathering = false
    var isGatheredBlank = false
    var gatheredToken: UnsafePointer<UInt64>?
    var gatheredPosition: TextPosition?

    /// What the XML declaration says; and the document type.
    var standalone: Bool?
    var declared: Declared?
    var validation: Validation?

    @usableFromInline var hasStarted = false
    /// What handlers ask where they are.
    var ownLocator: XML.Locator?
    /// Set by whoever wants no more events.
    @usableFromInline var isStopped = false

    nonisolated(unsafe) private static let nowhere = unsafe UnsafePointer<UInt64>(
        bitPattern: MemoryLayout<UInt64>.alignment
    )
    .unsafelyUnwrapped

    /// Names that were chosen to meet in a table of hashes would make it slow.
    private static let seed: Void = sluice_xml_set_seed(.random(in: 1 ... .max))

    @usableFromInline
    init(
        options: XML.ParserOptions, handlers: XML.Handlers = XML.Handlers(), name: String? = nil,
        isFragment: Bool = false, nameTableBytes: Int = 0
    ) {
        self.options = options
        self.handlers = handlers
        self.name = name
        recovery = options.recovers ? Recovery(handlers.error) : nil
        decoder = InputDecoder(encoding: options.encoding)
        let limits = options.limits
        let settings = sluice_xml_options(
            namespaces: options.processesNamespaces, namespace_attributes: options.reportsNamespaceAttributes,
            is_fragment: isFragment, recovers: options.recovers,
            asks_for_type: options.readsExternalParameterEntities && handlers.resolver != nil,
            depth: max(limits.depth, 0),
            attributes: max(limits.attributesPerElement, 0),
            tag_bytes: max(limits.startTagBytes, 0), name_bytes: max(limits.nameBytes, 0),
            value_bytes: max(limits.attributeValueBytes, 0), text_bytes: max(limits.textBytes, 0),
            entity_depth: max(limits.entityDepth, 0), expansion_factor: max(limits.entityExpansionFactor, 0),
            expansion_bytes: max(limits.entityExpansionBytes, 0), names_bytes: max(nameTableBytes, 0))
        Self.seed
        guard let scanner = unsafe sluice_xml_new(settings) else { fatalError("sluice_xml_new: out of memory") }
        unsafe self.scanner = scanner
    }

    deinit {
        ownLocator?.retire()
        unsafe sluice_xml_free(scanner)
    }

    /// Ready for another document.
    func reset() {
        unsafe sluice_xml_reset(scanner)
        nameTables &+= 1
        forgetDocument()
    }

    func forgetDocument() {
        tracker = PositionTracker()
        decoder = InputDecoder(encoding: options.encoding)
        unsafe chunk = UnsafeBufferPointer(start: nil, count: 0)
        (consumed, mark, received) = (0, 0, 0)
        pending.removeAll()
        cut = SLUICE_XML_CUT_NONE
        (isLast, isFinished, isOverLimit, isPending, hasStarted, isStopped) = (false, false, false, false, false, false)
        (isAtStart, isFaultTold, standalone, isFull) = (true, false, nil, false)
        (fault, failure, located, declared, validation) = (nil, nil, nil, nil, nil)
        recovery = options.recovers ? Recovery(handlers.error) : nil
        unsafe (stop, token) = (nil, nil)
        forgetGathered()
    }

    /// Delivers no more events.
    func stopDelivery() {
        isStopped = true
        if let token = unsafe token { unsafe deliveryEnd = token }
    }

    // MARK: Chunks

    /// Starts on a chunk. Its bytes must stay until ``next()`` has returned `nil` or thrown.
    @usableFromInline
    func open(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        let room = options.limits.documentBytes - received
        isOverLimit = bytes.count > room
        validation?.abandon()
        let bytes = unsafe isOverLimit ? UnsafeBufferPointer(rebasing: bytes[..<max(room, 0)]) : bytes
        received += bytes.count
        consumed = 0
        mark = 0
        self.isLast = isLast && !isOverLimit
        unsafe chunk = decoder.decode(bytes, isLast: self.isLast)
        if isAtStart, unsafe chunk.count > 0 || isLast {
            isAtStart = false
            pass(over: decoder.mark.span)
        }
    }

    /// The next tokens, good until the next call; `nil` when the chunk is used up.
    ///
    /// - Throws: ``ParseError``, of which the error handler has heard; or what that throws.
    @usableFromInline
    func next() throws -> TokenBatch? {
        settleGathered()
        while true {
            if validation != nil, let batch = try unsafe nextValidated() {
                unsafe deliveryEnd = batch.tokens + 4 * batch.count
                return unsafe batch
            }
            if let fault { throw told(fault) }
            if let recovery { try recovery.tellLater() }
            if unsafe stop != nil { try settle() }
            if isFull { try forgetNames() }
            if let batch = try unsafe nextDeclared() { return unsafe batch }
            if isFinished, validation != nil { try finishValidation() }
            if isFinished || isStopped { return nil }
            if pending.consumed > 0, isShiftDue { shiftPending() }
            if cut != SLUICE_XML_CUT_NONE, pending.isEmpty { gatherTail() }
            let batch: TokenBatch
            if !pending.isEmpty {
                guard cut == SLUICE_XML_CUT_NONE || completePending() else { break }
                unsafe batch = scanPending()
            } else {
                guard unsafe consumed < chunk.count || isEnd else { break }
                unsafe batch = scanChunk()
            }
            if let recovery { try recovery.tellNotes() }
            if unsafe batch.count > 0 {
                guard options.validates else { return unsafe batch }
                unsafe validate(batch)
                continue
            }
            if fault == nil, recovery?.isSilent != false, pending.isEmpty, cut == SLUICE_XML_CUT_NONE,
                unsafe consumed == chunk.count, !isEnd
            {
                break
            }
        }
        if isOverLimit || decoder.problem != nil {
            if try goesOn() { return try unsafe next() }
            if cut != SLUICE_XML_CUT_NONE, !pending.isEmpty {
                // What was gathered may be wrong before that.
                cut = SLUICE_XML_CUT_NONE
                unsafe _ = scanPending()
                // It may ask for a document type first.
                if unsafe stop != nil { return try unsafe next() }
                if let fault { throw told(fault) }
            }
            let fault = decoder.problem.map(error) ?? overLimit()
            self.fault = fault
            throw told(fault)
        }
        leaveChunk()
        return nil
    }

    /// Whether the document ends with this chunk.
    private var isEnd: Bool { (isLast && decoder.problem == nil) || recovery?.endsHere == true }

    /// Goes on behind bytes that are done with.
    private func pass(over bytes: Span<UInt8>) {
        tracker.advance(over: bytes)
        forgetPlaces()
    }

    private func scanChunk() -> TokenBatch {
        // Safe: `open` asks for bytes that stay until the chunk is used up.
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        scannedFrom = consumed
        if isPending { forgetPlaces() }
        isPending = false
        let found = unsafe scan(rest, isFinal: isEnd)
        consumed += unsafe found.consumed
        cut = unsafe found.cut
        if isEnd, cut == SLUICE_XML_CUT_NONE, unsafe consumed == chunk.count, unsafe isOpenEnded(found) {
            isFinished = true
        }
        return unsafe batch(found)
    }

    private func gatherTail() {
        let tail = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        unsafe pending.append(tail)
        pass(over: unsafe UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
        consumed = unsafe chunk.count
        mark = consumed
        primeCut()
    }

    private func leaveChunk() {
        if pending.isEmpty, unsafe chunk.count > 0 {
            pass(over: unsafe UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
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
            guard isEnd else { return false }
            cut = SLUICE_XML_CUT_NONE
            return true
        }
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        let needed = unsafe sluice_xml_cut_end(cut, &cutMemory, rest.baseAddress, rest.count)
        // SIZE_MAX, imported as -1: not in these bytes.
        let taken = needed < 0 ? rest.count : needed
        unsafe pending.append(UnsafeBufferPointer(rebasing: rest[..<taken]))
        consumed += taken
        mark = consumed
        // Not complete, but so long that the scanner will refuse it: it finds out why and where.
        guard needed >= 0 || pending.count > pendingLimit else { return isEnd ? completePending() : false }
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
        let rest = unsafe pending.rest
        let isFinal = unsafe isEnd && consumed == chunk.count
        scannedFrom = pending.consumed
        if !isPending { forgetPlaces() }
        isPending = true
        let found = unsafe scan(rest, isFinal: isFinal)
        unsafe pending.consume(found.consumed)
        cut = unsafe found.cut
        if isFinal, cut == SLUICE_XML_CUT_NONE, pending.consumed == pending.count, unsafe isOpenEnded(found) {
            isFinished = true
        }
        if cut != SLUICE_XML_CUT_NONE, pending.consumed == 0 { primeCut() }
        return unsafe batch(found)
    }

    /// Whether what was scanned of `pending` is worth the move: where faults end batches, the rest may be long.
    private var isShiftDue: Bool {
        recovery == nil || cut != SLUICE_XML_CUT_NONE || 2 * pending.consumed >= pending.count
    }

    /// Lets go of what was scanned, once its tokens have been used.
    private func shiftPending() {
        pass(over: unsafe pending.all.span.extracting(first: pending.consumed))
        pending.dropConsumed()
        if cut != SLUICE_XML_CUT_NONE { primeCut() }
    }

    private func primeCut() {
        cutMemory = 0
        // One more byte is all that these ask for, and they have been looked at.
        if cut == SLUICE_XML_CUT_CHARACTER || cut == SLUICE_XML_CUT_OPENING { return }
        _ = unsafe sluice_xml_cut_end(cut, &cutMemory, pending.all.baseAddress, pending.count)
    }

    // MARK: The scanner

    private func scan(_ bytes: UnsafeBufferPointer<UInt8>, isFinal: Bool) -> sluice_xml_batch {
        // Places are 32-bit numbers.
        let most = 1 << 30
        let depth = recovery == nil ? 0 : self.depth
        let found = unsafe sluice_xml_scan(
            scanner, bytes.baseAddress, min(bytes.count, most), isFinal && bytes.count <= most)
        if unsafe found.fault != SLUICE_XML_FINE || found.notes_count > 0 { unsafe judge(found, from: depth) }
        return unsafe found
    }

    private func batch(_ found: sluice_xml_batch) -> TokenBatch {
        // Safe: a scanner has room for tokens from its beginning; without names no token has one.
        let tokens = unsafe found.tokens!
        let count = unsafe found.count
        if unsafe found.stops { unsafe stop = tokens + 4 * (count - 1) }
        isFull = unsafe found.is_full
        unsafe batchEnd = tokens + 4 * count
        batchNumber &+= 1
        unsafe deliveryEnd = batchEnd
        let names = unsafe found.names.map { unsafe UnsafeRawPointer($0).assumingMemoryBound(to: UInt64.self) }
        unsafe batchNames = names
        unsafe token = nil
        return unsafe TokenBatch(tokens: tokens, count: count, names: names ?? tokens)
    }

    /// Whether nothing of a scan is still to be acted on.
    private func isOpenEnded(_ found: sluice_xml_batch) -> Bool {
        unsafe !found.stops && found.fault == SLUICE_XML_FINE
    }

    func forgetStop() { unsafe stop = nil }

    /// The end is still to be found good.
    func reconsiderEnd() {
        if isEnd, pending.count == pending.consumed, unsafe consumed == chunk.count { isFinished = false }
    }

    /// What is left of the chunk becomes another text.
    func replaceRest(by text: UnsafeBufferPointer<UInt8>) {
        pass(over: unsafe UnsafeBufferPointer(rebasing: chunk[mark..<consumed]).span)
        unsafe chunk = text
        consumed = 0
        mark = 0
    }

    private func forgetPlaces() {
        located = nil
        recovery?.forgetPlaces()
    }

    /// What is cut is scanned as far as it is there.
    func forgetCut() { cut = SLUICE_XML_CUT_NONE }
}
