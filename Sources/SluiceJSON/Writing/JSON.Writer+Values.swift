internal import SluiceCore

extension JSON.Writer where Sink: ~Copyable {
    /// Writes the name of the next member.
    @inlinable
    public mutating func key(_ name: String) throws { try key(JSON.Text(utf8: name.utf8.span)) }

    @inlinable
    public mutating func string(_ text: String) throws { try string(JSON.Text(utf8: text.utf8.span)) }

    /// Writes an integer of any width.
    @inlinable
    public mutating func number<Integer: BinaryInteger>(_ value: Integer) throws {
        let isFull =
            if let value = Int64(exactly: value) {
                try text.integer(value)
            } else if let value = UInt64(exactly: value) {
                try text.integer(value)
            } else {
                try text.number(value.description.utf8.span)
            }
        try valueEnded(isFull: isFull)
    }

    /// Writes the shortest text that reads back as the same Double.
    @inlinable
    public mutating func number(_ value: Double) throws {
        try valueEnded(isFull: text.double(value))
    }

    /// Writes the shortest text that reads back as the same Float: 0.1 is `0.1`.
    @inlinable
    public mutating func number(_ value: Float) throws {
        // The few digits that tell a Float from its neighbours are the shortest for the Double that they make.
        try number(Double(value.description) ?? Double(value))
    }

    /// Writes a whole value, however deep.
    @inlinable
    public mutating func value(_ value: JSON) throws {
        var walk = JSON.ValueWalk(value)
        while try !walk.write(into: &text, untilFull: true) { try flush() }
        try valueEnded(isFull: text.isFull)
    }

    /// Writes text that is one JSON value already, as it stands: neither escapes nor white space change.
    ///
    /// Where it could not stand so (in canonical text, or over several lines in NDJSON) the value that it has is written.
    ///
    /// - Parameter isChecked: False where you know it to be one JSON value; then nothing is parsed, and nothing checked.
    /// - Throws: ``ParseError`` where it is not JSON. Nothing has been written then.
    public mutating func raw(_ json: Span<UInt8>, isChecked: Bool = true) throws {
        if isChecked {
            let isOneLine = json.indices.allSatisfy { json[$0] != UInt8(ascii: "\n") }
            if text.isCanonical || (writesLines && !isOneLine) { return try value(JSON.loads(json)) }
            _ = try JSON.parse(json, handler: Checking())
        }
        try valueEnded(isFull: text.raw(json))
    }

    /// Writes text that is one JSON value already.
    public mutating func raw(_ json: String, isChecked: Bool = true) throws {
        try raw(json.utf8.span, isChecked: isChecked)
    }
}

/// Takes events and does nothing: the parser has checked them.
private struct Checking: JSON.ContentHandler {}
