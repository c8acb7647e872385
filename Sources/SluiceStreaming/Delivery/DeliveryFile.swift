#if Services
internal import NIOPosix
internal import SluiceCore
internal import SluiceJSON

/// A file that deliveries are kept in: each record on a line of its own, of all streams, once.
///
///     let store = try DeliveryFile("orders.ndjson")
///     let server = DocumentServer(address, framing: .ndjson) { connection in
///         try await connection.receiveDelivery(into: store)
///     }
///
/// Beside it stands a journal, `orders.ndjson.journal`: after each batch, when its records have reached the disk, a line says how long the
/// file is and how many records of the stream it has. When the file is opened again after a crash, what is behind
/// the last such line is cut off: it was acknowledged to nobody, and is sent again. So keep both together. Records of XML are
/// written anew, and may have lines of their own.
///
/// Where something cannot be written, the batch fails, and the next one opens the file again, as after a crash. The names of all
/// streams are kept in memory and in the journal, a KiB each at most.
///
/// One process at a time has a file.
public final class DeliveryFile: DeliveryStore {
    private struct State {
        /// `nil` when it has been closed, or something could not be written.
        var file: JournaledFile?
        var isClosed = false
        var received: [String: Int]
        /// Bytes of the journal beyond which it is renewed.
        var journalBound: Int
    }

    private let state: Monitor<State>
    private let journalBytes: Int
    private let streams: Int
    /// The file's path.
    public let path: String

    /// Opens the file, or makes it. What it has that no journal knows of stays, and is ended with a line feed.
    ///
    /// - Parameter streams: How many streams it takes, since their names come from the peers: the first record of a further one is
    ///   refused.
    /// - Throws: `IOFailure` that names the file; also where another process has it.
    public convenience init(_ path: String, streams: Int = 100_000) throws {
        try self.init(path, streams: streams, journalBytes: 1 << 20)
    }

    /// - Parameter journalBytes: What the journal may grow to, unless it has more to say: then one that says the same in
    ///   fewer bytes takes its place.
    init(_ path: String, streams: Int = 100_000, journalBytes: Int) throws {
        self.path = path
        self.streams = streams
        self.journalBytes = journalBytes
        state = Monitor(try Self.open(path, journalBytes))
    }

    private static func open(_ path: String, _ journalBytes: Int) throws -> State {
        var file = try JournaledFile(path)
        var received: [String: Int] = [:]
        var length: Int?
        for line in try file.journal().split(separator: UInt8(ascii: "\n")) {
            // The last line may be cut short by a crash; then it counts for nothing.
            guard let entry = try? JSON.loads(Array(line)), let end = entry["length"]?.int else { continue }
            length = end
            guard let stream = entry["stream"]?.string, let count = entry["received"]?.int else { continue }
            received[stream] = count
        }
        let end = try length ?? file.endLastLine()
        try file.begin(length: end, journal: entries(received, end))
        return State(file: file, received: received, journalBound: max(journalBytes, 2 * file.journalLength))
    }

    /// A journal that says no more than it has to. A line is always there: a crash in the first batch is to find one, too.
    private static func entries(_ received: [String: Int], _ length: Int) -> [UInt8] {
        entry(nil, 0, length) + received.sorted { $0.key < $1.key }.flatMap { entry($0, $1, length) }
    }

    private static func entry(_ stream: String?, _ received: Int, _ length: Int) -> [UInt8] {
        let entry: JSON =
            if let stream {
                ["stream": JSON(stream), "received": JSON(received), "length": JSON(length)]
            } else {
                ["length": JSON(length)]
            }
        return Array(entry.description.utf8) + [UInt8(ascii: "\n")]
    }

    // Both elsewhere than on the threads of tasks: who waits for the disk has the lock.

    public func received(of stream: String) async throws -> Int {
        try await NIOThreadPool.singleton.runIfActive { self.state.update { $0.received[stream] ?? 0 } }
    }

    /// Writes the new records of a batch, and waits for the disk.
    public func keep(_ batch: DeliveryBatch) async throws -> Int {
        try await NIOThreadPool.singleton.runIfActive {
            try self.state.update { state in Result { try self.keep(batch, &state) } }.get()
        }
    }

    private func keep(_ batch: DeliveryBatch, _ state: inout State) throws -> Int {
        guard !state.isClosed else { throw IOFailure(.write, path, reason: "it has been closed") }
        if state.file == nil { state = try Self.open(path, journalBytes) }
        let known = batch.stream.map { state.received[$0] ?? 0 } ?? batch.first
        guard let text = batch.text(after: known) else {
            throw IOFailure(
                .write, path,
                reason:
                    "records \(known) to \(batch.first - 1) of stream \"\(batch.stream?.visible ?? "")\" are missing")
        }
        guard !text.isEmpty else { return known }
        if let stream = batch.stream, state.received[stream] == nil, state.received.count >= streams {
            throw IOFailure(.write, path, reason: "it has records of \(streams) streams, and takes no further ones")
        }
        let received = batch.first + batch.count
        // Gone unless all goes well: what has reached the disk otherwise is found out by opening it again.
        guard var file = state.file.take() else { return known }
        try file.append(text, journal: Self.entry(batch.stream, received, file.length + text.count))
        if let stream = batch.stream { state.received[stream] = received }
        if file.journalLength > state.journalBound {
            try file.replaceJournal(by: Self.entries(state.received, file.length))
            state.journalBound = max(journalBytes, 2 * file.journalLength)
        }
        state.file = file
        return received
    }

    /// Lets the file go, so that it can be opened again, when what is being kept has been. Later batches are refused. Without
    /// this it goes some time after the last who uses it.
    public func close() {
        state.update { state in
            state.file = nil
            state.isClosed = true
        }
    }
}
#endif
