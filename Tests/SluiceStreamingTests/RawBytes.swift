#if Services
import SluiceStreaming

/// Bytes of any kind on a connection: of peers that do not keep to what was agreed on.
enum RawBytes {
    /// Sends bytes as they are, and ends this side.
    static func send(_ text: String, on connection: DocumentConnection) async throws {
        try await connection.writer.write(bytes: Array(text.utf8))
        try await connection.writer.finish()
    }
}
#endif
