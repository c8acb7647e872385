#if Services
import SluiceStreaming

extension Notes {
    /// Notes each record of a connection, and how it ended: with `end`, or with an error, which is thrown on.
    func take(_ connection: DocumentConnection) async throws {
        do {
            for try await record in connection.records { add(StreamOutcome.describe(record)) }
            add("end")
        } catch {
            add(plain(error))
            throw error
        }
    }
}

/// An error without the peer's address, which is another one each time: `CODE: MESSAGE`.
func plain(_ error: any Error) -> String {
    switch error {
    case let error as ConnectionError: "\(error.code): \(error.message)"
    case let error as StreamError: "\(error.code): \(error.message)"
    default: "\(error)"
    }
}

/// What goes wrong, in such words; `nil` where nothing does.
func caught(_ body: () async throws -> Void) async -> String? {
    do { try await body() } catch { return plain(error) }
    return nil
}

/// Sends each record back.
@Sendable func echo(_ connection: DocumentConnection) async throws {
    for try await record in connection.records { try await connection.writer.write(record) }
}
#endif
