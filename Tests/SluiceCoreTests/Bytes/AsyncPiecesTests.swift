import SluiceCore
import Testing

@Suite struct AsyncPiecesTests {
    private func pieces(of bytes: [UInt8]) async throws -> [[UInt8]] {
        let stream = AsyncStream<UInt8> { arrival in
            for byte in bytes { arrival.yield(byte) }
            arrival.finish()
        }
        var pieces: [[UInt8]] = []
        for try await piece in AsyncPieces(stream, mayEnd: { $0 == UInt8(ascii: ">") }) { pieces.append(piece) }
        return pieces
    }

    @Test func `A piece ends where something may be complete`() async throws {
        let found = try await pieces(of: Array("<a><b/>c".utf8))
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == ["<a>", "<b/>", "c"])
        #expect(try await pieces(of: []).isEmpty)
    }

    @Test func `A piece has 4,096 bytes at the most`() async throws {
        let found = try await pieces(of: [UInt8](repeating: 0x20, count: 10_000))
        #expect(found.map(\.count) == [4096, 4096, 1808])
    }
}
