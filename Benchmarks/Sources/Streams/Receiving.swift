import CFloors
import Foundation
import NIOCore
import NIOPosix
import SluiceCore
import SluiceJSON
import SluiceStreaming
import Synchronization

/// Documents that one connection brings.
struct Receiving {
    let count: Int

    func run(_ way: String) async throws -> Outcome {
        switch way {
        case "pipe": try pipe(["send", "pipe", "0", "\(count)"])
        case "tcp": try await server(tls: nil, sender: "tcp")
        case "plain": try await server(tls: nil, sender: "plain")
        case "tls": try await server(tls: try Certificate.make().server, sender: "tls")
        case "s_client": try await client()
        case "decoder": try await decoder()
        case "asyncio": try await asyncio()
        default: throw WrongUse()
        }
    }

    private func outcome(since start: ContinuousClock.Instant, records: Int) throws -> Outcome {
        guard records >= count else { throw Lost(records: records) }
        let time = (ContinuousClock.now - start) / .seconds(1)
        return Outcome(
            seconds: time, records: records, bytes: records * (Sample.record.utf8.count + 1),
            peak: Int(floor_peak_memory()))
    }

    struct Lost: Error { let records: Int }

    // MARK: - A pipe

    private func pipe(_ arguments: [String]) throws -> Outcome {
        let pipe = Pipe()
        let sender = try Streams.start(arguments, output: pipe)
        let outcome = try parse(pipe.fileHandleForReading.fileDescriptor)
        sender.waitUntilExit()
        return outcome
    }

    private func parse(_ descriptor: Int32) throws -> Outcome {
        var rows = try JSON.records(
            at: .lines, in: DescriptorSource(fileDescriptor: descriptor, name: "pipe", closes: false))
        var records = 0
        var start = ContinuousClock.now
        while let row = try rows.next() {
            // What happens before the first byte is not the parser's.
            if records == 0 { start = .now }
            keep(row)
            records += 1
        }
        return try outcome(since: start, records: records)
    }

    // MARK: - Sluice

    private func server(tls: StreamTLS?, sender: String) async throws -> Outcome {
        let done = AsyncStream<Outcome>.makeStream()
        let server = DocumentServer(.tcp(host: "127.0.0.1", port: 0), framing: .ndjson, tls: tls) { connection in
            var records = 0
            var start = ContinuousClock.now
            for try await record in connection.records {
                if records == 0 { start = .now }
                keep(record)
                records += 1
            }
            done.continuation.yield(try self.outcome(since: start, records: records))
        }
        guard case .tcp(_, let port) = try await server.bind() else { throw WrongUse() }
        let running = Task { try await server.run() }
        let process = try Streams.start(["send", sender, "\(port)", "\(count)"])
        var outcomes = done.stream.makeAsyncIterator()
        let result = await outcomes.next()
        process.waitUntilExit()
        running.cancel()
        try await running.value
        return result ?? Outcome()
    }

    /// A server that sends by TLS, `openssl s_client`, a pipe, and the parser.
    private func client() async throws -> Outcome {
        let certificate = try Certificate.make()
        let count = count
        let server = DocumentServer(.tcp(host: "127.0.0.1", port: 0), framing: .ndjson, tls: certificate.server) {
            connection in
            for _ in 0..<Sending.blocks(count) { try await connection.writer.write(bytes: Sample.block.bytes) }
        }
        guard case .tcp(_, let port) = try await server.bind() else { throw WrongUse() }
        let running = Task { try await server.run() }
        let pipe = Pipe()
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = ["openssl", "s_client", "-quiet", "-tls1_3", "-connect", "127.0.0.1:\(port)"]
        openssl.standardInput = Pipe()
        openssl.standardError = FileHandle.nullDevice
        openssl.standardOutput = pipe
        try openssl.run()
        try pipe.fileHandleForWriting.close()
        let outcome = try parse(pipe.fileHandleForReading.fileDescriptor)
        openssl.terminate()
        running.cancel()
        try await running.value
        return outcome
    }

    // MARK: - What others do

    /// SwiftNIO, a decoder of lines and Foundation's JSONDecoder: what is written by hand today.
    private func decoder() async throws -> Outcome {
        let done = AsyncStream<Int>.makeStream()
        let started = AsyncStream<ContinuousClock.Instant>.makeStream()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        ByteToMessageHandler(LineDecoder()),
                        DecodingHandler(start: { started.continuation.yield(.now) }) { done.continuation.yield($0) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let process = try Streams.start(["send", "tcp", "\(channel.localAddress?.port ?? 0)", "\(count)"])
        var starts = started.stream.makeAsyncIterator()
        var counts = done.stream.makeAsyncIterator()
        let start = await starts.next() ?? .now
        let records = await counts.next() ?? 0
        let outcome = try self.outcome(since: start, records: records)
        process.waitUntilExit()
        try await channel.close()
        return outcome
    }

    /// asyncio and orjson, which print what they have measured.
    private func asyncio() async throws -> Outcome {
        let output = Pipe()
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", Self.script]
        python.standardOutput = output
        try python.run()
        let handle = output.fileHandleForReading
        var line = ""
        while !line.hasSuffix("\n") { line += String(decoding: handle.readData(ofLength: 1), as: UTF8.self) }
        let port = line.trimmingCharacters(in: .whitespacesAndNewlines)
        let sender = try Streams.start(["send", "tcp", port, "\(count)"])
        sender.waitUntilExit()
        python.waitUntilExit()
        let words = String(decoding: handle.readDataToEndOfFile(), as: UTF8.self).split(separator: " ")
        guard words.count == 2, let seconds = Double(words[0]),
            let records = Int(words[1].trimmingCharacters(in: .whitespacesAndNewlines)), records >= count
        else { throw Lost(records: 0) }
        return Outcome(seconds: seconds, records: records, bytes: records * (Sample.record.utf8.count + 1))
    }

    private static let script = """
        import asyncio, orjson, time
        async def serve(reader, writer):
            count = 0
            start = None
            while line := await reader.readline():
                if start is None: start = time.perf_counter()
                orjson.loads(line)
                count += 1
            print(time.perf_counter() - start, count, flush=True)
            writer.close()
            done.set()
        async def main():
            global done
            done = asyncio.Event()
            server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
            print(server.sockets[0].getsockname()[1], flush=True)
            await done.wait()
        asyncio.run(main())
        """
}

/// Cuts lines, as it is done by hand.
private struct LineDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) -> DecodingState {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")),
            let line = buffer.readSlice(length: end - buffer.readerIndex)
        else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 1)
        context.fireChannelRead(wrapInboundOut(line))
        return .continue
    }
}

private final class DecodingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private struct Record: Decodable {
        struct User: Decodable {
            let id: Int
            let name: String
            let verified: Bool
        }
        struct Position: Decodable {
            let latitude: Double
            let longitude: Double
        }
        let id: Int
        let user: User
        let tags: [String]
        let position: Position
        let created: String
        let score: Double
        let counts: [Int]
        let reply: Int?
        let text: String
        let language: String
        let retries: Int
        let source: String
    }

    private let decoder = JSONDecoder()
    private let start: () -> Void
    private let end: (Int) -> Void
    private var count = 0

    init(start: @escaping () -> Void, end: @escaping (Int) -> Void) {
        self.start = start
        self.end = end
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if count == 0 { start() }
        let line = unwrapInboundIn(data)
        if let record = try? decoder.decode(Record.self, from: Data(line.readableBytesView)) {
            keep(record)
            count += 1
        }
    }

    func channelInactive(context: ChannelHandlerContext) { end(count) }
}

/// Takes a value so that the compiler cannot leave out the work that made it.
@inline(never)
func keep<T: ~Copyable>(_ value: borrowing T) {}
