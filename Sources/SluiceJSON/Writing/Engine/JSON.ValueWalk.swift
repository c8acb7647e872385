internal import CScan

extension JSON {
    /// A value on its way into text.
    ///
    /// Parts that stand on a tape are written by C (`tape_text.c`) in one go; edited containers are gone through with a
    /// stack of our own, so depth costs memory and nothing else.
    @safe
    @usableFromInline
    struct ValueWalk: ~Copyable {
        /// The edited containers that are open.
        private var cursors: [(cursor: Cursor, isObject: Bool)] = []
        /// The value that comes next.
        private var next: JSON?
        // Safe: `tape` keeps the memory that `place` points into.
        private var tape: Tape?
        private var place = unsafe sluice_json_tape()

        @usableFromInline
        init(_ value: JSON) { next = value }

        /// Writes on. False where `text` has become full, if that matters; true at the end of the value.
        @usableFromInline
        mutating func write(into text: inout TextBuilder, untilFull: Bool) throws(WriterError) -> Bool {
            while true {
                if tape != nil {
                    let isWritten =
                        try text.isSorting
                        ? writeTokens(into: &text, untilFull: untilFull) : writeTape(into: &text, untilFull: untilFull)
                    if !isWritten { return false }
                    tape = nil
                } else if let value = next.take() {
                    try begin(value, into: &text)
                } else if cursors.isEmpty {
                    return true
                } else if untilFull && text.isFull {
                    return false
                } else {
                    try advance(into: &text)
                }
            }
        }

        private mutating func begin(_ value: JSON, into text: inout TextBuilder) throws(WriterError) {
            if value.isEdited {
                let isObject = value.tag == .editedObject
                try text.open(object: isObject)
                cursors.append((Cursor(value), isObject))
            } else if value.owner != nil {
                let tape = value.tape
                let end = tape.next(after: value.index)
                unsafe place = sluice_json_tape(
                    words: tape.words, strings: tape.strings, at: value.index, end: end, within: 0)
                try text.expectValue()
                self.tape = tape
            } else {
                switch value.tag {
                case .true: try text.literal(.true)
                case .false: try text.literal(.false)
                case .null: try text.literal(.null)
                default: try text.number(bits: value.bits, tag: value.tag)
                }
            }
        }

        /// The next element or member of the innermost edited container, or its end.
        private mutating func advance(into text: inout TextBuilder) throws(WriterError) {
            let last = cursors.count - 1
            if cursors[last].isObject {
                if let (key, value) = cursors[last].cursor.nextMember() {
                    try text.wholeString(key.text.utf8, isName: true)
                    next = value
                    return
                }
            } else if let value = cursors[last].cursor.nextElement() {
                next = value
                return
            }
            try text.close(object: cursors.removeLast().isObject)
        }

        private mutating func writeTape(into text: inout TextBuilder, untilFull: Bool) throws(WriterError) -> Bool {
            while true {
                switch unsafe Int(sluice_json_text_tape(&text.text, &place)) {
                case SLUICE_TAPE_WRITTEN:
                    return true
                case SLUICE_TAPE_NEEDS_ROOM:
                    if untilFull && text.isFull { return false }
                    text.reserveMore()
                case SLUICE_TAPE_NEEDS_DEPTH:
                    text.reserveDepth()
                default:
                    try writeToken(into: &text)
                    if unsafe place.at == place.end { return true }
                }
            }
        }

        /// Token by token, for those who have to know where each stands.
        private mutating func writeTokens(into text: inout TextBuilder, untilFull: Bool) throws(WriterError) -> Bool {
            while unsafe place.at < place.end {
                if untilFull && text.isFull { return false }
                try writeToken(into: &text)
            }
            return true
        }

        /// Writes the word of the tape that comes next.
        private mutating func writeToken(into text: inout TextBuilder) throws(WriterError) {
            guard let tape else { return }
            let at = unsafe place.at
            let tag = tape.tag(at: at)
            var width = 1
            switch tag {
            case .startObject, .startArray: try text.open(object: tag == .startObject)
            case .endObject, .endArray: try text.close(object: tag == .endObject)
            case .string:
                try text.wholeString(tape.text(atOffset: tape.payload(at: at)).utf8, isName: text.expectsName)
            case .numberText: try text.number(tape.text(atOffset: tape.payload(at: at)).utf8)
            case .true: try text.literal(.true)
            case .false: try text.literal(.false)
            case .null: try text.literal(.null)
            default:
                try text.number(bits: tape.bits(at: at), tag: tag)
                width = 2
            }
            unsafe place.at += width
        }
    }
}

extension JSON.TextBuilder {
    var isSorting: Bool { sorter != nil }

    /// Whether the next token may be a member name.
    var expectsName: Bool {
        unsafe text.expects == SLUICE_EXPECTS_NAME || text.expects == SLUICE_EXPECTS_FIRST_NAME
    }

    /// Writes a number that 64 bits hold.
    fileprivate mutating func number(bits: UInt64, tag: Tape.Tag) throws(WriterError) {
        switch tag {
        case .int64: try integer(Int64(bitPattern: bits))
        case .uint64: try integer(bits)
        default: try double(Double(bitPattern: bits))
        }
    }

    /// A string or name of any length.
    mutating func wholeString(_ utf8: Span<UInt8>, isName: Bool) throws(WriterError) {
        if utf8.count <= Self.shortCount {
            try string(utf8, isName: isName)
            return
        }
        try beginString(isName: isName)
        var written = 0
        while written < utf8.count { written += stringPiece(utf8.extracting(written...)) }
        endString(isName: isName)
    }
}
