#if Services
import Hummingbird
import Logging
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceStreaming
import SluiceStreamingHTTP

extension ServeCommand {
    /// What takes records by HTTP, at `/records`, and shows at `/` what passes through.
    func httpServer(_ store: (any DeliveryStore)?, _ statistics: StreamStatistics, _ logger: Logger)
        -> DocumentHTTPServer
    {
        var limits = DocumentHTTPLimits()
        limits.connections = connections
        limits.shutdownTimeout = drain.duration
        limits.headTimeout = idle.duration
        limits.bodyTimeout = idle.duration
        limits.sendTimeout = idle.duration
        return DocumentHTTPServer(
            listen, limits: limits, statistics: statistics, logger: logger
        ) { routes in
            var options = StreamOptions()
            options.limits.recordBytes = maxRecord
            routes.post("/records", framing: framing.framing, options: options) { records, reply in
                guard let store else {
                    for try await record in records { try await reply.write(record) }
                    return
                }
                try await reply.write(["received": JSON(try await Self.keep(records, in: store))])
            }
        }
    }

    /// Keeps the records of an upload, those together that come together.
    ///
    /// - Returns: How many there were.
    /// - Throws: ``Problem`` where one is bad: its member `received` says how many before it have been kept.
    private static func keep(_ records: UploadRecords, in store: any DeliveryStore) async throws -> Int {
        var count = 0
        var fault: (any Error)?
        var iterator = records.makeAsyncIterator()
        while fault == nil {
            var batch = DeliveryBatch()
            do {
                var next = try await iterator.next()
                while let record = next {
                    batch.append(try record.text())
                    next = batch.text.count < batchBytes ? try iterator.nextArrived() : nil
                }
            } catch {
                fault = error
            }
            guard batch.count > 0 else { break }
            // What was good is kept even where the client is too slow with what comes next, or the server ends.
            _ = try await Task { [batch] in try await store.keep(batch) }.value
            count += batch.count
        }
        guard let fault else { return count }
        guard var problem = (fault as? Problem) ?? (fault as? StreamError).map(Problem.init) else { throw fault }
        problem.members.append(Problem.Member("received", JSON(count)))
        throw problem
    }

    /// The page alone, beside a server that speaks something else.
    func pageServer(_ address: StreamAddress, _ statistics: StreamStatistics, _ logger: Logger) -> DocumentHTTPServer {
        var limits = DocumentHTTPLimits()
        limits.connections = Self.pageConnections
        // It is shown for as long as records come, and then nobody has to read on.
        limits.shutdownTimeout = .seconds(1)
        return DocumentHTTPServer(address, limits: limits, statistics: statistics, logger: logger) { _ in }
    }

    /// Connections of those who look at the page, at a time.
    static var pageConnections: Int { max(min(100, DescriptorLimit.connections / 4), 1) }

    /// Bytes that are kept together.
    private static let batchBytes = 1 << 20
}
#endif
