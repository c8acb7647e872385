#if Services
import NIOCore
@testable import SluiceStreaming

/// Bytes of any kind on a connection: of peers that do not keep to what was agreed on.
enum RawBytes {
    /// Sends bytes as they are, and ends this side.
    static func send(_ text: String, on connection: DocumentConnection) async throws {
        try await connection.writer.send(ByteBuffer(string: text), records: 0)
        try await connection.writer.finish()
    }
}
#endif
