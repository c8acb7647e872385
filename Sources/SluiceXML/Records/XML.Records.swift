public import SluiceCore

extension XML {
    /// The records of a document, one after the other, in constant memory whatever its size.
    ///
    ///     var articles = try XML.records(at: "/dblp/article", contentsOf: "dblp.xml.gz")
    ///     while let article = try articles.next() { print(article.findtext("title") ?? "") }
    ///
    /// It is a cursor, since a `for` loop cannot throw. Records come in document order, each as soon as its end tag has
    /// arrived: also of a root that never closes. Each is an ``Element`` of its own, to keep or to drop: those that come
    /// together share memory for a moment, and keeping one does not keep the others.
    ///
    /// All of the document is read and checked: one that is not well-formed ends in an error, after the records before
    /// the fault. Memory: one chunk of the source and its records; more only for a record that is larger.
    public struct Records<Source: ByteSource & ~Copyable>: ~Copyable {
        private var source: Source
        private let delivery: RecordDelivery

        init(_ source: consuming Source, _ delivery: RecordDelivery) {
            self.source = source
            self.delivery = delivery
        }

        /// The next record; `nil` at the end.
        ///
        /// - Throws: ``ParseError`` where the document is not well-formed or beyond a limit, ``IOFailure`` where it cannot
        ///   be read. The records before the fault have been delivered, and no more come.
        public mutating func next() throws -> Element? {
            while true {
                if let record = try delivery.take() { return record }
                if delivery.isOver { return nil }
                try delivery.read(from: &source)
            }
        }
    }
}

extension XML.Records where Source: ~Copyable {
    /// Which path the last record matched, counted from 0.
    public var pathIndex: Int { delivery.last.path }
    /// Bytes of the text before the last record.
    public var offset: Int { delivery.last.offset }
    /// The line on which the last record begins.
    public var line: Int { delivery.last.line }
    /// Records delivered before the last one.
    public var ordinal: Int { max(delivery.delivered - 1, 0) }

    /// Calls `body` with each record that is left.
    ///
    /// - Throws: What ``next()`` throws, or `body`.
    public mutating func forEach(_ body: (XML.Element) throws -> Void) throws {
        while let record = try next() { try body(record) }
    }

    /// What `transform` makes of each record that is left.
    public mutating func map<Result>(_ transform: (XML.Element) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        while let record = try next() { results.append(try transform(record)) }
        return results
    }

    /// The next `count` records, or as many as there are. The rest can still be had.
    public mutating func prefix(_ count: Int) throws -> [XML.Element] {
        var records: [XML.Element] = []
        while records.count < count, let record = try next() { records.append(record) }
        return records
    }

    /// All records that are left, in memory.
    public mutating func collect() throws -> [XML.Element] { try prefix(.max) }
}
