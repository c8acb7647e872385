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
        limits.connections = maxConnections
        limits.shutdownTimeout = .seconds(drain)
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
                var count = 0
                var batch = DeliveryBatch()
                for try await record in records {
                    batch.append(try record.text())
                    count += 1
                    guard batch.text.count >= Self.batchBytes else { continue }
                    _ = try await store.keep(batch)
                    batch = DeliveryBatch()
                }
                if batch.count > 0 { _ = try await store.keep(batch) }
                try await reply.write(["received": JSON(count)])
            }
        }
    }

    /// The page alone, beside a server that speaks something else.
    func pageServer(_ address: StreamAddress, _ statistics: StreamStatistics, _ logger: Logger) -> DocumentHTTPServer {
        DocumentHTTPServer(address, statistics: statistics, logger: logger) { _ in }
    }

    /// Bytes that are kept together.
    private static let batchBytes = 1 << 20
}
#endif
