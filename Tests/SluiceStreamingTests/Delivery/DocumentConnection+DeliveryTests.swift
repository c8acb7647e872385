#if Services
import SluiceCore
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Deliveries that break off: every record is there once in the end, wherever that happens.
@Suite(.timeLimit(.minutes(10))) struct DocumentConnectionDeliveryTests {
    private static func records(_ count: Int) -> [StreamRecord] { (0..<count).map { .json(["id": JSON($0)]) } }

    private static func texts(_ count: Int) -> [String] { (0..<count).map { "{\"id\":\($0)}" } }

    /// A client that comes back at once, for as long as it takes.
    private static var options: ClientOptions {
        var options = ClientOptions(
            retry: RetryPolicy(attempts: .max, first: .milliseconds(1), longest: .milliseconds(2)))
        options.linger = .zero
        return options
    }

    private static var limits: ServerLimits {
        var limits = ServerLimits()
        limits.linger = .zero
        return limits
    }

    /// What passes when nothing breaks off has so many bytes: the opening and the records one way, receipts the other.
    @Test(arguments: [false, true], [false, true])
    func `A connection cut after any number of bytes neither loses nor repeats a record`(
        isUpstream: Bool, isReset: Bool
    ) async throws {
        let count = 10
        let store = MemoryStore()
        let bytes = isUpstream ? 180 : 60
        try await serving(.ndjson, limits: Self.limits) {
            try await $0.receiveDelivery(into: store)
        } _: { server in
            for cut in 0..<bytes {
                let proxy = try await CuttingProxy(to: server) { number in
                    guard number == 0 else { return .init() }
                    return isUpstream
                        ? .init(upstream: cut, isReset: isReset) : .init(downstream: cut, isReset: isReset)
                }
                let client = DocumentClient(proxy.address, framing: .ndjson, options: Self.options)
                let total = try await client.deliver(.records(Self.records(count)), stream: "cut \(cut)")
                #expect(total == count)
                await proxy.close()
            }
        }
        for cut in 0..<bytes { #expect(store.records(of: "cut \(cut)") == Self.texts(count)) }
    }

    @Test func `A file has every record once, though connections are cut again and again`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out.ndjson")
        let count = 20_000
        let connections = try await serving(.ndjson, limits: Self.limits) { [store = try DeliveryFile(path)] in
            try await $0.receive(into: store)
        } _: { server in
            var noise = Noise(seed: 1)
            let cuts = (0..<40).map { _ in Int(noise.next() % 120_000) }
            let proxy = try await CuttingProxy(to: server) { number in
                guard number < 40 else { return .init() }
                let isReset = number % 2 == 0
                return number % 4 < 3
                    ? .init(upstream: cuts[number], isReset: isReset)
                    : .init(downstream: cuts[number] % 200, isReset: isReset)
            }
            let client = DocumentClient(proxy.address, framing: .ndjson, options: Self.options)
            let total = try await client.deliver(.records(Self.records(count)), stream: "a")
            #expect(total == count)
            await proxy.close()
            return proxy.count
        }
        #expect(connections > 2)
        #expect(try lines(path) == Self.texts(count))
    }

    @Test func `Connections of one stream that overlap leave each record there once`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out.ndjson")
        try await serving(.ndjson, limits: Self.limits) { [store = try DeliveryFile(path)] in
            try await $0.receiveDelivery(into: store)
        } _: { server in
            // One that takes its time, and does not know that another has come.
            try await RawPeer.with(server) { late in
                try await late.send("{\"delivery\":1,\"stream\":\"a\",\"framing\":\"ndjson\"}\n")
                _ = try await late.lines(1)
                try await late.send(Self.texts(100)[..<5].map { $0 + "\n" }.joined())
                let first = try await late.lines(2)
                #expect(first == ["{\"received\":0}", "{\"received\":5}"])
                let client = DocumentClient(server, framing: .ndjson, options: Self.options)
                let total = try await client.deliver(.records(Self.records(50)), stream: "a")
                #expect(total == 50)
                try await late.send(Self.texts(100)[5..<60].map { $0 + "\n" }.joined())
                try await late.finish()
                let rest = try await late.rest()
                #expect(rest.hasSuffix("{\"received\":60,\"complete\":true}\n"), "\(rest)")
            }
        }
        #expect(try lines(path) == Self.texts(60))
    }

    @Test func `Many streams at a time are kept apart`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out.ndjson")
        try await serving(.ndjson, limits: Self.limits) { [store = try DeliveryFile(path)] in
            try await $0.receiveDelivery(into: store)
        } _: { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for stream in 0..<8 {
                    group.addTask {
                        let proxy = try await CuttingProxy(to: server) { number in
                            number < 5 ? .init(upstream: 900 * (number + 1), isReset: number % 2 == 0) : .init()
                        }
                        let records = (0..<500).map { StreamRecord.json([JSON(stream), JSON($0)]) }
                        let client = DocumentClient(proxy.address, framing: .ndjson, options: Self.options)
                        let count = try await client.deliver(.records(records), stream: "\(stream)")
                        await proxy.close()
                        return count
                    }
                }
                for try await count in group { #expect(count == 500) }
            }
        }
        let found = try lines(path)
        for stream in 0..<8 {
            #expect(found.filter { $0.hasPrefix("[\(stream),") } == (0..<500).map { "[\(stream),\($0)]" })
        }
    }

    @Test func `A bad record is told to the client, and what came before it is kept`() async throws {
        let store = MemoryStore()
        try await serving(.ndjson, limits: Self.limits) {
            try await $0.receiveDelivery(into: store)
        } _: { server in
            try await RawPeer.with(server) { peer in
                try await peer.send(
                    "{\"delivery\":1,\"stream\":\"a\",\"framing\":\"ndjson\"}\n[1]\n[2]\n[3\u{1B}\n[4]\n")
                let answer = try await peer.rest().split(separator: "\n").last.map(String.init) ?? ""
                #expect(answer.hasPrefix("{\"received\":2,\"error\":\"record 2, byte 10: "), "\(answer)")
                #expect(!answer.utf8.contains(0x1B))
            }
        }
        #expect(store.records(of: "a") == ["[1]", "[2]"])
    }

    /// Of a client that is killed, the system sends what it has of a piece, and then the end.
    @Test(arguments: [DocumentFraming.ndjson, .concatenatedJSON])
    func `A number that ends with the stream may be cut short, and is not kept`(framing: DocumentFraming) async throws {
        let store = MemoryStore()
        let notes = Notes()
        let opening = "{\"delivery\":1,\"stream\":\"a\",\"framing\":\"\(framing)\"}\n"
        let answers = try await serving(framing, limits: Self.limits) { connection in
            notes.add(await caught { try await connection.receiveDelivery(into: store) } ?? "complete")
        } _: { server in
            var answers: [String] = []
            for text in ["1\n12", "12345\n", "{\"a\":3}"] {
                answers.append(
                    try await RawPeer.with(server) { peer in
                        try await peer.send(opening + text)
                        try await peer.finish()
                        return try await peer.rest()
                    })
            }
            return answers
        }
        #expect(answers.map { $0.contains("complete") } == [false, true, true], "\(answers)")
        #expect(store.records(of: "a") == ["1", "12345", "{\"a\":3}"])
        #expect(
            notes.value == [
                "truncated: expected the number's end, a line feed behind it, but the stream ends", "complete",
                "complete",
            ])
    }

    @Test func `A name that is too long, and a delivery of another version, are refused`() async throws {
        let notes = Notes()
        let name = String(repeating: "x", count: 1025)
        try await serving(.ndjson, limits: Self.limits) { connection in
            notes.add(await caught { try await connection.receiveDelivery(into: MemoryStore()) } ?? "complete")
        } _: { server in
            let refusal = try await RawPeer.with(server) { peer in
                try await peer.send("{\"delivery\":1,\"stream\":\"\(name)\",\"framing\":\"ndjson\"}\n")
                return try await peer.rest()
            }
            #expect(refusal == "{\"received\":0,\"error\":\"the name of a stream has 1024 bytes at most\"}\n")
            try await RawPeer.with(server) { peer in
                try await peer.send("{\"delivery\":2,\"stream\":\"a\",\"framing\":\"ndjson\"}\n")
                #expect(try await peer.rest() == "")
            }
        }
        #expect(
            notes.value == [
                "protocolViolation: the name of a stream has 1024 bytes at most",
                "protocolViolation: expected a delivery",
            ])
    }

    @Test func `What is no delivery is refused where only deliveries are taken`() async throws {
        let notes = Notes()
        try await serving(.ndjson, limits: Self.limits) { connection in
            do { try await connection.receiveDelivery(into: MemoryStore()) } catch { notes.add(plain(error)) }
        } _: { server in
            for text in ["[1]\n", "{\"delivery\":1", String(repeating: "x", count: 70_000)] {
                try await RawPeer.with(server) { peer in
                    try await peer.send(text)
                    try? await peer.finish()
                    _ = try await peer.rest()
                }
            }
        }
        #expect(
            notes.value == [
                "protocolViolation: expected a delivery",
                "closed: the peer ended the connection within a line",
                "protocolViolation: expected a line of 65536 bytes at most",
            ])
    }

    @Test func `A client that meets a server of another kind says so`() async throws {
        let fault = try await serving(.ndjson, limits: Self.limits, handler: echo) { server -> String? in
            await caught {
                _ = try await DocumentClient(server, framing: .ndjson, options: Self.options).deliver(
                    .records(Self.records(3)), stream: "a")
            }
        }
        #expect(fault == "protocolViolation: the server takes no deliveries: it does not answer as one that does")
    }

    @Test func `A store that fails acknowledges nothing, tells the client, and keeps the rest at the next attempt`()
        async throws
    {
        let store = MemoryStore(failures: 3)
        let log = Notes()
        let total = try await serving(.ndjson, limits: Self.limits, logger: .init(noting: log)) {
            try await $0.receiveDelivery(into: store)
        } _: { server in
            let once = DocumentClient(server, framing: .ndjson)
            let fault = await caught { _ = try await once.deliver(.records(Self.records(5)), stream: "a") }
            #expect(fault == "unavailable: the server could not keep the records")
            #expect(store.records(of: "a") == [])
            // Who tries again gets through when the store works again.
            return try await DocumentClient(server, framing: .ndjson, options: Self.options).deliver(
                .records(Self.records(5)), stream: "a")
        }
        #expect(total == 5)
        #expect(store.records(of: "a") == Self.texts(5))
        #expect(log.value.filter { $0.hasPrefix("error the handler failed reason=StoreFailure") }.count == 3)
    }
}

/// Keeps deliveries in memory; the first few times it fails.
final class MemoryStore: DeliveryStore {
    private struct State {
        var streams: [String: [String]] = [:]
        var failures: Int
    }

    private let state: Monitor<State>

    init(failures: Int = 0) { state = Monitor(State(failures: failures)) }

    func records(of stream: String) -> [String] { state.update { $0.streams[stream] ?? [] } }

    func received(of stream: String) async throws -> Int { records(of: stream).count }

    func keep(_ batch: DeliveryBatch) async throws -> Int {
        let kept: Int? = state.update { state in
            guard state.failures == 0 else {
                state.failures -= 1
                return nil
            }
            let stream = batch.stream ?? ""
            let known = state.streams[stream]?.count ?? 0
            let text = String(decoding: batch.text(after: known) ?? [], as: UTF8.self)
            state.streams[stream, default: []] += text.split(separator: "\n").map(String.init)
            return state.streams[stream]?.count
        }
        guard let kept else { throw StoreFailure() }
        return kept
    }
}

struct StoreFailure: Error {}
#endif
