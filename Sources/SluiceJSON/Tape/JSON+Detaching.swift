extension JSON {
    /// This value alone, copied out of the document that it came from: the document's memory can go.
    ///
    /// Linear in the value, and without recursion. A value that stands alone already is given back as it is.
    public func detached() -> JSON {
        guard owner != nil, !isEdited || containerCount > 0 else { return self }
        if !isEdited, tape.isExactly(self) { return self }
        var builder = TapeBuilder()
        do {
            try builder.append(self)
            return JSON(tape: try builder.finish(), index: 1)
        } catch {
            // More than one tape can hold: then the parts stay where they are.
            return self
        }
    }
}

extension Tape {
    /// Whether there is nothing else on the tape, in memory of just its size.
    fileprivate func isExactly(_ value: JSON) -> Bool {
        guard isExact else { return false }
        return value.index == 0 || (value.index == 1 && tag(at: 0) == .root)
    }
}

extension TapeBuilder {
    /// Appends a value, whatever it is made of.
    mutating func append(_ value: JSON) throws {
        var open: [(cursor: JSON.Cursor, isObject: Bool)] = []
        var next: JSON? = value
        while true {
            if let value = next {
                if value.isEdited {
                    let isObject = value.tag == .editedObject
                    if isObject { try startObject() } else { try startArray() }
                    open.append((JSON.Cursor(value), isObject))
                } else if value.owner == nil {
                    try appendScalar(value.tag, bits: value.bits)
                } else {
                    try append(value.tape, from: value.index)
                }
            }
            guard let last = open.indices.last else { return }
            if open[last].isObject {
                let member = open[last].cursor.nextMember()
                next = member?.value
                if let name = member?.key.text { try key(name) } else { try endObject() }
            } else {
                next = open[last].cursor.nextElement()
                if next == nil { try endArray() }
            }
            if next == nil { open.removeLast() }
        }
    }

    private mutating func appendScalar(_ tag: Tape.Tag, bits: UInt64) throws {
        switch tag {
        case .true, .false: try boolean(tag == .true)
        case .null: try null()
        default: try number(tag, bits: bits)
        }
    }

    /// Appends what stands at `index` of a tape.
    private mutating func append(_ tape: Tape, from index: Int) throws {
        let end = tape.next(after: index)
        var (place, isName) = (index, false)
        while place < end {
            let tag = tape.tag(at: place)
            switch tag {
            case .startObject: try startObject()
            case .startArray: try startArray()
            case .endObject: try endObject()
            case .endArray: try endArray()
            case .string where isName: try key(tape.text(atOffset: tape.payload(at: place)))
            case .string: try string(tape.text(atOffset: tape.payload(at: place)))
            case .numberText: try numberText(tape.text(atOffset: tape.payload(at: place)).utf8)
            default: try appendScalar(tag, bits: tape.bits(at: place))
            }
            // In an object, names and values take turns.
            isName = isInObject && !(tag == .string && isName)
            place += tag == .int64 || tag == .uint64 || tag == .double ? 2 : 1
        }
    }
}
