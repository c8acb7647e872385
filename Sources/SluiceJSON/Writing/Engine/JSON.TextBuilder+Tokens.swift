internal import CScan

// Each token says whether the text has become full with it.
extension JSON.TextBuilder {
    @usableFromInline
    enum Literal {
        case null
        case `true`
        case `false`
    }

    /// Where the next byte will stand, in bytes since the start of all text.
    private var position: Int { unsafe removedCount + text.count }

    /// Where the next member will stand: after the separator, which belongs to none.
    private var memberPosition: Int {
        unsafe text.expects == SLUICE_EXPECTS_NAME ? position + text.item_count : position
    }

    @usableFromInline @discardableResult
    mutating func open(object: Bool) throws(WriterError) -> Bool {
        reserveToken()
        reserveDepth()
        guard unsafe sluice_json_text_open(&text, object) else { throw misplaced("a value") }
        let start = position
        if object { sorter?.open(at: start) }
        return isFull
    }

    @usableFromInline @discardableResult
    mutating func close(object: Bool) throws(WriterError) -> Bool {
        reserveToken()
        if object && sorter != nil { try sortMembers() }
        guard unsafe sluice_json_text_close(&text, object) else {
            throw misplaced(object ? "the end of an object" : "the end of an array")
        }
        return isFull
    }

    /// The innermost object is about to end: the sorter notes it, and for the outermost one puts everything in order.
    private mutating func sortMembers() throws(WriterError) {
        guard expectsName else { return }
        let end = position
        do {
            try sorter?.close(at: end)
        } catch {
            throw WriterError(
                .duplicateName, "expected each name once in a canonical object, but '\(error.name)' stands there twice")
        }
        guard sorter?.isComplete == true, let held = sorter?.heldFrom else { return }
        let start = held - removedCount
        let count = unsafe text.count - start
        let written = unsafe Span(_unsafeStart: UnsafePointer(text.out + start), count: count)
        guard let sorted = sorter?.reordered(written) else { return }
        // Safe: the order is another one, the bytes are the same, and so is their number.
        unsafe sorted.withUnsafeBufferPointer { bytes in
            unsafe (text.out + start).update(from: bytes.baseAddress!, count: count)
        }
    }

    @usableFromInline @discardableResult
    mutating func string(_ utf8: Span<UInt8>, isName: Bool) throws(WriterError) -> Bool {
        reserveToken(6 * utf8.count + 48)
        if isName && sorter != nil { noteName(utf8) }
        let fits = unsafe utf8.withUnsafeBufferPointer {
            unsafe sluice_json_text_string(&text, isName, $0.baseAddress, $0.count)
        }
        guard fits else { throw misplaced(isName ? "a member name" : "a value") }
        return isFull
    }

    private mutating func noteName(_ utf8: Span<UInt8>) {
        guard expectsName else { return }
        let start = memberPosition
        sorter?.beginName(at: start)
        sorter?.stringGoesOn(utf8)
        sorter?.endString()
    }

    /// Begins a string that is written in pieces.
    @usableFromInline
    mutating func beginString(isName: Bool) throws(WriterError) {
        reserveToken()
        let start = memberPosition
        guard unsafe isName ? sluice_json_text_begin_name(&text) : sluice_json_text_begin_value(&text) else {
            throw misplaced(isName ? "a member name" : "a value")
        }
        put(UInt8(ascii: "\""))
        if isName { sorter?.beginName(at: start) }
    }

    /// Writes the beginning of `utf8`, as much as there is room for; returns how much.
    @usableFromInline
    mutating func stringPiece(_ utf8: Span<UInt8>) -> Int {
        reserveToken(Self.fullCount / 2)
        var taken = 0
        unsafe utf8.withUnsafeBufferPointer {
            unsafe text.count += sluice_json_escape(
                $0.baseAddress, $0.count, &taken, text.out + text.count, text.capacity - text.count,
                UInt32(text.escapes))
        }
        sorter?.stringGoesOn(utf8.extracting(..<taken))
        return taken
    }

    @usableFromInline
    mutating func endString(isName: Bool) {
        reserveToken()
        put(UInt8(ascii: "\""))
        unsafe isName ? sluice_json_text_end_name(&text) : sluice_json_text_end_value(&text)
        sorter?.endString()
    }

    @usableFromInline @discardableResult
    mutating func literal(_ literal: Literal) throws(WriterError) -> Bool {
        switch literal {
        case .null: return try plain("null")
        case .true: return try plain("true")
        case .false: return try plain("false")
        }
    }

    /// Writes a value whose text is at hand.
    private mutating func plain(_ value: StaticString) throws(WriterError) -> Bool {
        try raw(unsafe Span(_unsafeStart: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// Writes bytes where a value may stand, as they are.
    @usableFromInline @discardableResult
    mutating func raw(_ utf8: Span<UInt8>) throws(WriterError) -> Bool {
        reserveToken(utf8.count)
        let fits = unsafe utf8.withUnsafeBufferPointer { unsafe sluice_json_text_raw(&text, $0.baseAddress, $0.count) }
        guard fits else { throw misplaced("a value") }
        return isFull
    }

    /// Checks that a value may come next.
    func expectValue() throws(WriterError) {
        guard unsafe !expectsName && text.expects != SLUICE_EXPECTS_NOTHING else { throw misplaced("a value") }
    }

    /// Begins a value: afterwards there is room for 48 bytes.
    mutating func beginValue() throws(WriterError) {
        reserveToken()
        guard unsafe sluice_json_text_begin_value(&text) else { throw misplaced("a value") }
    }

    /// Writes one byte, for which there is room.
    private mutating func put(_ byte: UInt8) {
        unsafe text.out[text.count] = byte
        unsafe text.count += 1
    }

    /// The text ends here: adds the last newline, if one is wanted.
    @usableFromInline
    mutating func finish() throws(WriterError) {
        if unsafe text.depth > 0 { throw misplaced("the end of the text") }
        guard unsafe text.expects == SLUICE_EXPECTS_NOTHING || text.lines else {
            throw misplaced("the end of the text")
        }
        guard endsInNewline else { return }
        reserve(1)
        put(UInt8(ascii: "\n"))
    }

    /// The error for a token that may not come next.
    private func misplaced(_ found: String) -> WriterError {
        let expected =
            switch unsafe Int(text.expects) {
            case SLUICE_EXPECTS_ROOT: "a value"
            case SLUICE_EXPECTS_FIRST_ELEMENT, SLUICE_EXPECTS_ELEMENT: "an element or the end of the array"
            case SLUICE_EXPECTS_FIRST_NAME, SLUICE_EXPECTS_NAME: "a member name or the end of the object"
            case SLUICE_EXPECTS_MEMBER_VALUE: "the value of the member"
            default: "the end of the text, since the root value is complete,"
            }
        return WriterError(.misuse, "expected \(expected) but found \(found)")
    }
}
