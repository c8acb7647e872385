public import SluiceCore

extension JSON {
    /// The records of an input, one after the other, in constant memory whatever its size.
    ///
    ///     var rows = try JSON.records(at: "$.statuses[*]", contentsOf: "tweets.json")
    ///     while let row = try rows.next() { print(row["text"]?.string ?? "") }
    ///
    /// It is a cursor, since a `for` loop cannot throw. Records come in document order unless the options say otherwise.
    /// Each is a ``JSON`` value of its own, to keep or to drop: those that come together share memory for a moment, and
    /// keeping one does not keep the others.
    ///
    /// Text between records is checked as well as the records: bytes that are no JSON document end in an error, after
    /// the records before it. Memory: a window of 256 KiB and what parsing it takes; more only for a record that is
    /// larger.
    public struct Records<Source: ByteSource & ~Copyable>: ~Copyable {
        @usableFromInline var source: Source
        @usableFromInline let delivery: RecordDelivery

        init(_ source: consuming Source, _ delivery: RecordDelivery) {
            self.source = source
            self.delivery = delivery
        }

        /// The next record; `nil` at the end.
        ///
        /// - Throws: ``ParseError`` where the input is no JSON or beyond a limit, ``IOFailure`` where it cannot be read.
        ///   The records before the fault have been delivered, and no more come.
        @inlinable
        public mutating func next() throws -> JSON? {
            while true {
                if let record = try delivery.take() { return record }
                if delivery.isOver { return nil }
                try delivery.read(from: &source)
            }
        }
    }
}

extension JSON.Records where Source: ~Copyable {
    /// Which path the last record matched, counted from 0.
    public var pathIndex: Int { delivery.pathIndex }
    /// Where the last record stands in its document, as a JSON Pointer. Empty for lines and sequences.
    public var path: String { delivery.path }
    /// Bytes of input before the last record.
    public var offset: Int { delivery.offset }
    /// Records delivered before the last one.
    public var ordinal: Int { max(delivery.delivered - 1, 0) }
    /// Where the last record starts. Costs a look at what precedes it in the window.
    public var position: TextPosition { delivery.position }
    /// The last record as it stands in the input, without the white space around it. A copy.
    public var rawBytes: [UInt8] { delivery.bytes }
    /// The errors of records that were left out, where the policy collects them.
    public var errors: [ParseError] { delivery.errors }
    /// Records that were left out.
    public var badRecordCount: Int { delivery.badCount }
}

extension JSON.Records where Source: ~Copyable {
    /// Calls `body` with each record that is left.
    ///
    /// - Throws: What ``next()`` throws, or `body`.
    @inlinable
    public mutating func forEach(_ body: (JSON) throws -> Void) throws {
        while let record = try next() { try body(record) }
    }

    /// What `transform` makes of each record that is left.
    @inlinable
    public mutating func map<Result>(_ transform: (JSON) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        while let record = try next() { results.append(try transform(record)) }
        return results
    }

    /// The next `count` records, or as many as there are. The rest can still be had.
    public mutating func prefix(_ count: Int) throws -> [JSON] {
        var records: [JSON] = []
        while records.count < count, let record = try next() { records.append(record) }
        return records
    }

    /// All records that are left, in memory.
    public mutating func collect() throws -> [JSON] { try prefix(.max) }
}
