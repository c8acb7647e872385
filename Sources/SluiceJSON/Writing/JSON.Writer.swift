public import SluiceCore

extension JSON {
    /// Writes JSON, event by event, into any ``ByteSink``.
    ///
    /// It takes the same events that a parser gives, so a parser can write straight into it; it checks that they make a
    /// document, and lays it out as the options say. Constant memory: it hands 64 KiB at a time to the sink (with
    /// ``WriterOptions/sortKeys`` it holds the outermost object). Strings must be valid UTF-8; numbers keep their text.
    ///
    /// ```swift
    /// var writer = JSON.Writer(to: MemorySink(), options: .pretty)
    /// try writer.startObject()
    /// try writer.key("names")
    /// try writer.value(["Ada", "Grace"])
    /// try writer.endObject()
    /// let bytes = try writer.finish().bytes
    /// ```
    ///
    /// - Throws: everything here throws ``WriterError`` where an event does not fit, and goes on as if it had not come;
    ///   and ``IOFailure`` where the sink fails, from then on at every call that needs it.
    public struct Writer<Sink: ByteSink & ~Copyable>: ~Copyable {
        @usableFromInline var text: TextBuilder
        @usableFromInline var sink: Sink
        @usableFromInline var failure: IOFailure?
        @usableFromInline let flushesRoots: Bool
        @usableFromInline let writesLines: Bool

        /// - Parameter sink: Where the bytes go. ``finish()`` gives it back; it is not closed.
        @inlinable
        public init(to sink: consuming Sink, options: WriterOptions = .compact) {
            text = TextBuilder(options)
            self.sink = sink
            flushesRoots = options.flush == .afterEachRoot
            writesLines = options.roots == .lines
        }

        /// Hands what has been written so far to the sink; with sorted keys, up to the object that is open.
        public mutating func flush() throws {
            if let failure { throw failure }
            guard text.readyCount > 0 else { return }
            do {
                try sink.write(text.ready)
            } catch {
                failure = error
                throw error
            }
            text.removeReady()
        }

        /// Completes the text, hands the rest to the sink and gives the sink back.
        ///
        /// - Throws: ``WriterError`` where a container is open or there is no root; what was written before it has then
        ///   reached the sink. ``IOFailure``.
        public consuming func finish() throws -> Sink {
            try flush()
            try text.finish()
            try flush()
            return sink
        }

        /// After a value: its reader may be waiting.
        @inlinable @inline(__always)
        mutating func valueEnded(isFull: Bool) throws {
            if isFull || (flushesRoots && text.isBetweenRoots) { try flush() }
        }
    }
}

extension JSON.Writer: Sendable where Sink: Sendable & ~Copyable {}

extension JSON.Writer: JSON.ContentHandler where Sink: ~Copyable {
    @inlinable
    public mutating func startObject() throws {
        if try text.open(object: true) { try flush() }
    }

    @inlinable
    public mutating func key(_ name: JSON.Text) throws {
        if try write(name.utf8, isName: true) { try flush() }
    }

    @inlinable
    public mutating func endObject() throws {
        try valueEnded(isFull: text.close(object: true))
    }

    @inlinable
    public mutating func startArray() throws {
        if try text.open(object: false) { try flush() }
    }

    @inlinable
    public mutating func endArray() throws {
        try valueEnded(isFull: text.close(object: false))
    }

    @inlinable
    public mutating func string(_ text: JSON.Text) throws {
        try valueEnded(isFull: write(text.utf8, isName: false))
    }

    /// Writes a number as it stands. It must be one: `1.50` stays `1.50`, `01` and `+1` are errors.
    @inlinable
    public mutating func number(_ number: JSON.NumberText) throws {
        try valueEnded(isFull: text.number(number.utf8))
    }

    @inlinable
    public mutating func boolean(_ value: Bool) throws {
        try valueEnded(isFull: text.literal(value ? .true : .false))
    }

    @inlinable
    public mutating func null() throws {
        try valueEnded(isFull: text.literal(.null))
    }

    /// A string or name; a long one goes through the buffer in pieces.
    @inlinable
    mutating func write(_ utf8: Span<UInt8>, isName: Bool) throws -> Bool {
        if utf8.count <= JSON.TextBuilder.shortCount { return try text.string(utf8, isName: isName) }
        try text.beginString(isName: isName)
        var written = 0
        while written < utf8.count {
            written += text.stringPiece(utf8.extracting(written...))
            if text.isFull { try flush() }
        }
        text.endString(isName: isName)
        return false
    }
}
