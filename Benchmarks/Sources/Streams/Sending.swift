import Foundation
import SluiceCore
import SluiceNetwork
import SluiceStreaming

/// The side that sends, as fast as it can, lines that were made before.
struct Sending {
    let count: Int

    static func blocks(_ count: Int) -> Int { (count + Sample.block.records - 1) / Sample.block.records }

    func run(_ way: String, port: Int) async throws {
        let block = Sample.block.bytes
        switch way {
        case "pipe":
            var output = DescriptorSink(fileDescriptor: 1, name: "pipe", closes: false)
            for _ in 0..<Self.blocks(count) { try output.write(block.span) }
        case "tcp":
            let socket = try Socket.createConnection(.loopback(port: UInt16(port)))
            for _ in 0..<Self.blocks(count) { try socket.sendAll(block.span) }
            socket.close()
        case "plain", "tls":
            let client = DocumentClient(
                .tcp(host: "127.0.0.1", port: port), framing: .ndjson, tls: way == "tls" ? Certificate.trustingAll : nil
            )
            try await client.withConnection { connection in
                for _ in 0..<Self.blocks(count) { try await connection.writer.write(bytes: block) }
            }
        default: throw WrongUse()
        }
    }
}
