public import SluiceCore

extension XML {
    /// Writes XML, event by event, into any ``ByteSink``.
    ///
    /// It takes the same events that a parser gives, so a parser can write straight into it; it checks that they make a
    /// well-formed document with namespaces, and lays it out as the options say. Constant memory: it hands 64 KiB at a
    /// time to the sink, and holds what is open. Text must be valid UTF-8.
    ///
    /// ```swift
    /// var writer = XML.Writer(to: MemorySink(), options: .pretty)
    /// try writer.declaration()
    /// try writer.startElement("book")
    /// try writer.attribute("id", "1")
    /// try writer.element("title", "Salt & Pepper")
    /// try writer.endElement()
    /// let bytes = try writer.finish().bytes
    /// ```
    ///
    /// A start tag stays open for attributes and declarations until content follows. Of an element without content it
    /// becomes `<a/>`. What only shows when the tag is complete (a prefix that nothing declares) is an error of the event
    /// that completes it.
    ///
    /// - Throws: everything here throws ``WriterError`` where an event does not fit, and goes on as if it had not come;
    ///   and ``IOFailure`` where the sink fails, from then on at every call that needs it.
    public struct Writer<Sink: ByteSink & ~Copyable>: ~Copyable {
        @usableFromInline var text: TextBuilder
        @usableFromInline var sink: Sink
        @usableFromInline var failure: IOFailure?

        /// - Parameter sink: Where the bytes go. ``finish()`` gives it back; it is not closed.
        @inlinable
        public init(to sink: consuming Sink, options: WriterOptions = .verbatim) {
            text = TextBuilder(options)
            self.sink = sink
        }

        /// Hands what has been written so far to the sink. Where the options lay white space out, elements that are open
        /// and have had no text count as elements without, from then on.
        public mutating func flush() throws { try flush(isEnd: false) }

        /// Completes the text, hands the rest to the sink and gives the sink back.
        ///
        /// - Throws: ``WriterError`` where an element is open or there is no root; what was written before it has then
        ///   reached the sink. ``IOFailure``.
        public consuming func finish() throws -> Sink {
            do {
                try text.finish()
            } catch {
                try flush(isEnd: true)
                throw error
            }
            try flush(isEnd: true)
            return sink
        }

        @usableFromInline
        mutating func flush(isEnd: Bool) throws {
            if let failure { throw failure }
            text.makeReady(isEnd: isEnd)
            guard !text.ready.isEmpty else { return }
            do {
                try sink.write(text.ready)
            } catch {
                failure = error
                throw error
            }
            text.removeReady()
        }

        @inlinable @inline(__always)
        mutating func flushIfFull() throws {
            if text.isFull { try flush(isEnd: false) }
        }
    }
}

extension XML.Writer: Sendable where Sink: Sendable & ~Copyable {}

// MARK: - Before the root

extension XML.Writer where Sink: ~Copyable {
    /// Writes `<?xml version="1.0" encoding="..."?>`, and a newline before what follows.
    public mutating func declaration(standalone: Bool? = nil) throws { try text.declaration(isStandalone: standalone) }

    /// Writes a document type, and a newline before what follows.
    ///
    /// - Parameter internalSubset: What stands between the brackets, as it is; only its characters are checked.
    public mutating func doctype(
        _ name: String, publicID: String? = nil, systemID: String? = nil, internalSubset: String? = nil
    ) throws {
        try text.doctype(name, publicID: publicID, systemID: systemID, internalSubset: internalSubset)
    }
}

// MARK: - Elements

extension XML.Writer where Sink: ~Copyable {
    /// Starts an element. Its name is written as it is; a prefix must be declared, by the end of this tag at the latest.
    public mutating func startElement(_ name: String) throws {
        try text.open(name.utf8.span)
        try flushIfFull()
    }

    /// Starts an element by its namespace. The name's prefix is taken if it stands for the namespace or is free to;
    /// without one, the default namespace's or any that does. What is missing is declared here.
    public mutating func startElement(_ name: XML.QName) throws {
        try text.open(name.local.utf8.span, uri: name.uri.utf8.span, prefix: name.prefix.utf8.span)
        try flushIfFull()
    }

    /// Ends the innermost element.
    public mutating func endElement() throws {
        try text.close()
        try flushIfFull()
    }

    /// Writes an element that has nothing but text.
    public mutating func element(_ name: String, _ content: String = "") throws {
        try startElement(name)
        try characters(content)
        try endElement()
    }

    /// Writes an element that has nothing but text.
    public mutating func element(_ name: XML.QName, _ content: String = "") throws {
        try startElement(name)
        try characters(content)
        try endElement()
    }

    /// Writes an element and what `content` puts into it.
    public mutating func element(_ name: String, _ content: (inout Self) throws -> Void) throws {
        try startElement(name)
        try content(&self)
        try endElement()
    }

    /// Writes an attribute of the start tag that is open. Its name is written as it is; `xmlns` and `xmlns:p` declare.
    public mutating func attribute(_ name: String, _ value: String) throws {
        try text.attribute(name.utf8.span, value.utf8.span)
    }

    /// Writes an attribute by its namespace, with a prefix as for ``startElement(_:)-(XML.QName)``: `ns0`, `ns1`, ... where
    /// it brings none.
    public mutating func attribute(_ name: XML.QName, _ value: String) throws {
        try text.attribute(
            name.local.utf8.span, uri: name.uri.utf8.span, prefix: name.prefix.utf8.span, value.utf8.span)
    }

    /// Declares a namespace in the start tag that is open; an empty prefix makes it the default. Twice the same is once.
    public mutating func namespace(_ prefix: String, uri: String) throws {
        try text.declare(prefix.utf8.span, uri.utf8.span)
    }
}

// MARK: - Content

extension XML.Writer where Sink: ~Copyable {
    /// Writes text, whose `<`, `>` and `&` become references.
    public mutating func characters(_ content: String) throws { try characters(XML.Text(utf8: content.utf8.span)) }

    /// Writes a CDATA section. `]]>` becomes two sections, and so does what it cannot hold: characters that the
    /// encoding lacks, carriage returns.
    public mutating func cdata(_ content: String) throws {
        try startCDATA()
        do {
            try characters(content)
        } catch {
            try endCDATA()
            throw error
        }
        try endCDATA()
    }

    /// Starts a CDATA section: the text that follows is its content.
    public mutating func startCDATA() throws { try text.startCDATA() }

    /// Ends the CDATA section.
    public mutating func endCDATA() throws {
        try text.endCDATA()
        try flushIfFull()
    }

    /// Writes a comment. `--` in it, and `-` at its end, are what the options say.
    public mutating func comment(_ content: String) throws { try comment(XML.Text(utf8: content.utf8.span)) }

    /// Writes a comment.
    public mutating func comment(_ content: XML.Text) throws {
        try text.comment(content.utf8)
        try flushIfFull()
    }

    /// Writes `<?target data?>`.
    public mutating func processingInstruction(target: String, data: String = "") throws {
        try processingInstruction(target: XML.Text(utf8: target.utf8.span), data: XML.Text(utf8: data.utf8.span))
    }

    /// Writes a reference to an entity that the document type declares: `&name;`.
    public mutating func entityReference(_ name: String) throws { try text.reference(name.utf8.span) }

    /// Writes what is XML already, in the encoding of the options, as it stands. Nothing is checked: it may be text and
    /// whole elements; outside the root element only comments, processing instructions and white space.
    public mutating func raw(_ xml: String) throws { try raw(xml.utf8.span) }

    /// Writes what is XML already.
    public mutating func raw(_ xml: Span<UInt8>) throws {
        try text.raw(xml)
        try flushIfFull()
    }
}
