#if Services
/// Keeps the records of deliveries, so that each is there once, whatever breaks in between.
///
/// A record is known by its stream's name and its number in it, counted from 0. Several connections may bring the same stream, one of
/// them unaware that it is dead: so batches may overlap, and the store leaves out what it has.
public protocol DeliveryStore: Sendable {
    /// How many records of a stream are kept.
    func received(of stream: String) async throws -> Int

    /// Keeps the records of a batch that are new. When it returns, they and their number outlast a crash: then the client is
    /// told, and never sends them again.
    ///
    /// - Returns: How many records of the stream are kept now. Of no stream: nobody looks at it.
    func keep(_ batch: DeliveryBatch) async throws -> Int
}

/// Records of one stream that follow one another.
public struct DeliveryBatch: Sendable {
    /// The stream's name; `nil` for records that simply came, and have no numbers: all of them are new.
    public let stream: String?
    /// The number of the first record in its stream.
    public let first: Int
    /// The texts of the records, a line feed behind each.
    public private(set) var text: [UInt8] = []
    /// Where each record ends in ``text``, behind its line feed.
    public private(set) var ends: [Int] = []

    /// A batch without records.
    public init(stream: String? = nil, first: Int = 0) {
        self.stream = stream
        self.first = first
    }

    /// Records in it.
    public var count: Int { ends.count }

    /// Adds a record: its text, which of JSON is to stand on one line.
    public mutating func append(_ record: [UInt8]) {
        text += record
        text.append(UInt8(ascii: "\n"))
        ends.append(text.count)
    }

    /// What is new to someone who has the stream's first `received` records.
    ///
    /// - Returns: The texts of the new records, a line feed behind each; empty where there is nothing new; `nil` where
    ///   records before the batch are missing.
    public func text(after received: Int) -> ArraySlice<UInt8>? {
        guard first <= received else { return nil }
        let known = received - first
        guard known < count else { return [] }
        return known == 0 ? text[...] : text[ends[known - 1]...]
    }
}
#endif
