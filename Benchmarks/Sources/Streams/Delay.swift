import CFloors
import Foundation
import NIOCore
import NIOPosix
import SluiceCore
import SluiceStreaming
import Synchronization

/// A server with many connections, of which each sends a record now and then; what the other side measures.
struct Delay {
    let connections: Int
    let rate: Int
    let seconds: Int

    func run(_ way: String) async throws -> Outcome {
        try Descriptors.raise(to: connections + 200)
        switch way {
        case "documents", "loop", "beside":
            let server = DocumentServer(
                .tcp(host: "127.0.0.1", port: 0), framing: .ndjson, limits: limits,
                handlersOn: way == "loop" ? .eventLoop : .concurrentPool
            ) { connection in
                for try await record in connection.records { try await connection.writer.write(record) }
            }
            guard case .tcp(_, let port) = try await server.bind() else { throw WrongUse() }
            let running = Task { try await server.run() }
            let faults = way == "beside" ? try Streams.start(["faults", "\(port)"]) : nil
            let outcome = try await load(port)
            faults?.terminate()
            running.cancel()
            return outcome
        case "echo":
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 1024)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Echo()) }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            return try await load(channel.localAddress?.port ?? 0)
        default: throw WrongUse()
        }
    }

    private var limits: ServerLimits {
        var limits = ServerLimits()
        limits.connections = connections + 200
        limits.drain = .zero
        return limits
    }

    private func load(_ port: Int) async throws -> Outcome {
        let before = Memory.resident
        let output = Pipe()
        let process = try Streams.start(["load", "\(port)", "\(connections)", "\(rate)", "\(seconds)"], output: output)
        let handle = output.fileHandleForReading
        // The other side says a word when all connections are there and have been answered once.
        let answer = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var line = ""
                while !line.hasSuffix("\n") {
                    let byte = handle.readData(ofLength: 1)
                    if byte.isEmpty { break }
                    line += String(decoding: byte, as: UTF8.self)
                }
                let resident = Memory.resident
                continuation.resume(returning: (resident, handle.readDataToEndOfFile()))
            }
        }
        process.waitUntilExit()
        var outcome = try JSONDecoder().decode(Outcome.self, from: answer.1)
        outcome.bytesPerConnection = (answer.0 - before) / connections
        outcome.peak = Int(floor_peak_memory())
        return outcome
    }
}

/// Sends back what comes, and nothing else.
private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.write(data, promise: nil) }
    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }
}

/// The other side: connections that ask in turn, at a steady rate.
struct Load {
    let connections: Int
    let rate: Int
    let seconds: Int

    func run(port: Int) async throws -> Outcome {
        try Descriptors.raise(to: connections + 200)
        let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let delays = Delays()
        var asking: [NIOLoopBound<Asking>] = []
        for _ in 0..<connections {
            let handler = try await ClientBootstrap(group: loop)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = Asking(delays)
                        try channel.pipeline.syncOperations.addHandler(handler)
                        return NIOLoopBound(handler, eventLoop: channel.eventLoop)
                    }
                }
            asking.append(handler)
        }
        let all = asking
        let event = loop.next()
        // Once around, so that whatever is made lazily is there.
        for start in stride(from: 0, to: connections, by: 100) {
            try await event.submit { for i in start..<min(start + 100, connections) { all[i].value.ask() } }.get()
            while delays.count < min(start + 100, connections) { try await Task.sleep(for: .milliseconds(1)) }
        }
        FileHandle.standardOutput.write(Data("connected\n".utf8))
        try await event.submit { delays.clear() }.get()
        // A tick a millisecond; what a late tick owes it makes up for, and the delay counts from when it was due.
        let perTick = rate / 1000
        let start = NIODeadline.now()
        let next = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: event)
        let task = event.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { task in
            let due = Int((NIODeadline.now() - start).nanoseconds / 1_000_000) + 1
            while next.value < due * perTick, next.value < rate * seconds {
                let at = start + .milliseconds(Int64(next.value / perTick))
                all[next.value % connections].value.ask(at)
                next.value += 1
            }
            if next.value >= rate * seconds { task.cancel() }
        }
        _ = task
        while delays.count < rate * seconds { try await Task.sleep(for: .milliseconds(20)) }
        let time = Double((NIODeadline.now() - start).nanoseconds) / 1e9
        let sorted = delays.sorted()
        return Outcome(
            seconds: time, records: sorted.count, bytes: sorted.count * Asking.line.readableBytes,
            p50: sorted[sorted.count / 2], p99: sorted[sorted.count * 99 / 100])
    }
}

private final class Delays: Sendable {
    private let values = Mutex<[Double]>([])
    var count: Int { values.withLock { $0.count } }
    func append(_ value: Double) { values.withLock { $0.append(value) } }
    func clear() { values.withLock { $0.removeAll() } }
    func sorted() -> [Double] { values.withLock { $0.sorted() } }
}

private final class Asking: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    static let line = ByteBuffer(string: #"{"id":4711,"name":"a record","values":[1,2,3],"flag":true}"# + "\n")
    private let delays: Delays
    private var context: ChannelHandlerContext?
    private var asked: [NIODeadline] = []
    private var received = 0

    init(_ delays: Delays) { self.delays = delays }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func ask(_ due: NIODeadline = .now()) {
        asked.append(due)
        context?.writeAndFlush(wrapOutboundOut(Self.line), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytes
        while received >= Self.line.readableBytes, !asked.isEmpty {
            received -= Self.line.readableBytes
            delays.append(Double((NIODeadline.now() - asked.removeFirst()).nanoseconds) / 1e6)
        }
    }
}

enum Descriptors {
    static func raise(to count: Int) throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = max(limit.rlim_cur, rlim_t(count))
        limit.rlim_max = max(limit.rlim_max, limit.rlim_cur)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { throw WrongUse() }
    }
}

enum Memory {
    /// Bytes of this process that are in memory now.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
