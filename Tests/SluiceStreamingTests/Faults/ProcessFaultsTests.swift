#if Services
import SluiceCore
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Servers and clients that are processes of their own: short of descriptors or room, counted, killed.
@Suite(.timeLimit(.minutes(10)), .serialized) struct ProcessFaultsTests {
    // MARK: - Descriptors

    /// So many peers, each of which has sent its number.
    private func asking(_ subject: Subject, count: Int) async throws -> [RawPeer] {
        var peers: [RawPeer] = []
        for number in 0..<count {
            let peer = try await RawPeer.connect(to: subject.address)
            try await peer.send("[\(number)]\n")
            peers.append(peer)
        }
        return peers
    }

    @Test func `A server without descriptors rests, and goes on when there are some again`() async throws {
        try await Subject.serving(prefix: "ulimit -n 48;") { subject, calls in
            // More than it has descriptors for: the rest waits in the system's queue.
            let peers = try await asking(subject, count: 80)
            let first = try await peers[0].lines(1)
            #expect(first == ["[0]"])
            let before = try await Subject.report(calls)
            // Time for a fault to show: a server that does not rest fills a processor.
            try await Task.sleep(for: .seconds(1))
            let after = try await Subject.report(calls)
            #expect(after.failures - before.failures < 100)
            #expect(after.milliseconds - before.milliseconds < 900)
            #expect(after.open < 48)
            // As these end, those that waited are served.
            for (number, peer) in peers.enumerated() {
                let lines = try await peer.lines(1)
                #expect(lines == ["[\(number)]"])
                await peer.close()
            }
        }
    }

    @Test(.enabled(if: Command.exists("prlimit"), "prlimit is missing"))
    func `A server whose descriptors are taken away says so, and serves those who waited when it has some`()
        async throws
    {
        try await Subject.serving { subject, calls in
            let before = try await Subject.report(calls)
            // Below what it counts on: `accept` itself fails.
            let (taken, _) = try await Shell.run(
                "prlimit --pid \(subject.process) --nofile=\(before.descriptors + 4):4096")
            #expect(taken == 0)
            let peers = try await asking(subject, count: 20)
            let first = try await peers[0].lines(1)
            #expect(first == ["[0]"])
            var during = try await Subject.report(calls)
            while during.failures == 0 { during = try await Subject.report(calls) }
            #expect(during.open < 20)
            let (given, _) = try await Shell.run("prlimit --pid \(subject.process) --nofile=1024:4096")
            #expect(given == 0)
            for (number, peer) in peers.enumerated().dropFirst() {
                let lines = try await peer.lines(1)
                #expect(lines == ["[\(number)]"])
                await peer.close()
            }
            let after = try await Subject.report(calls)
            // It has rested between its attempts.
            #expect(after.failures < 100)
        }
    }

    // MARK: - Room

    @Test func `A disk that is full is told to the client, and nothing is acknowledged that is not kept`() async throws
    {
        let folder = try TemporaryDirectory()
        let path = folder.file("out.ndjson")
        let count = 20_000
        let records = (0..<count).map { StreamRecord.json(["id": JSON($0)]) }
        // Blocks of 512 bytes: about half of what is sent.
        let acknowledged = try await Subject.serving("--keep '\(path)'", prefix: "trap '' XFSZ; ulimit -f 256;") {
            subject, calls in
            let acknowledged = Watched(0)
            let fault = await caught {
                try await DocumentClient(subject.address, framing: .ndjson).deliver(.records(records), stream: "a") {
                    progress in acknowledged.update { $0 = progress.acknowledged }
                }
            }
            #expect(fault == "unavailable: the server could not keep the records")
            // It goes on, and says the same again.
            let again = await caught {
                try await DocumentClient(subject.address, framing: .ndjson).deliver(.records(records), stream: "a")
            }
            #expect(again == fault)
            // It counts them when it has said so.
            var report = try await Subject.report(calls)
            while report.failures < 2 { report = try await Subject.report(calls) }
            #expect(report.failures == 2)
            return acknowledged.value
        }
        #expect(acknowledged < count)
        // Another server, with room: the rest comes, and each is there once.
        try await Subject.serving("--keep '\(path)'") { subject, _ in
            let total = try await DocumentClient(subject.address, framing: .ndjson).deliver(
                .records(records), stream: "a")
            #expect(total == count)
        }
        #expect(try lines(path) == (0..<count).map { "{\"id\":\($0)}" })
    }

    // MARK: - Many

    @Test func `A thousand idle connections cost little, and all are served`() async throws {
        try await Subject.serving(prefix: "ulimit -n 4096;") { subject, calls in
            var peers: [RawPeer] = []
            let before = try await Subject.report(calls)
            for _ in 0..<1000 { peers.append(try await RawPeer.connect(to: subject.address)) }
            for peer in peers { try await peer.send("[1]\n") }
            for peer in peers {
                let lines = try await peer.lines(1)
                #expect(lines == ["[1]"])
            }
            let during = try await Subject.report(calls)
            #expect(during.open == 1000)
            #expect(during.resident - before.resident < 1000 * (64 << 10))
            for peer in peers { await peer.close() }
            var after = try await Subject.report(calls)
            while after.open > 0 { after = try await Subject.report(calls) }
            #expect(after.descriptors <= before.descriptors + 8)
        }
    }

    @Test func `Who asks and never listens is held back, takes little memory, and harms no other`() async throws {
        try await Subject.serving { subject, calls in
            let before = try await Subject.report(calls)
            try await RawPeer.with(subject.control, reads: false) { peer in
                let asked = Watched(0)
                let question = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"report\"}\n"
                let asking = Task {
                    while true {
                        try await peer.send(String(repeating: question, count: 100))
                        asked.update { $0 += 100 }
                    }
                }
                // Until it gets no further while others are answered.
                var (last, rounds) = (-1, 0)
                while rounds < 50 {
                    let count = asked.value
                    rounds = count == last ? rounds + 1 : 0
                    last = count
                    let report = try await Subject.report(calls)
                    #expect(report.resident - before.resident < 16 << 20)
                }
                #expect(last > 0)
                await peer.close()
                _ = await asking.result
            }
        }
    }

    // MARK: - Killed

    @Test func `A server that is killed again and again loses and repeats no record`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out.ndjson")
        let count = 30_000
        let records = (0..<count).map { StreamRecord.json(["id": JSON($0)]) }
        // Each is killed when so many more have been acknowledged, whatever it is at then.
        for kill in [1, 500, 5000, 12_000, nil] as [Int?] {
            try await Subject.serving("--keep '\(path)'") { subject, _ in
                let fault = await caught {
                    try await DocumentClient(subject.address, framing: .ndjson).deliver(.records(records), stream: "a")
                    {
                        if let kill, $0.acknowledged >= kill { subject.kill() }
                    }
                }
                if kill == nil { #expect(fault == nil) }
            }
        }
        #expect(try lines(path) == (0..<count).map { "{\"id\":\($0)}" })
    }

    @Test func `A client that is killed and started again loses and repeats no record`() async throws {
        let folder = try TemporaryDirectory()
        let (source, path) = (folder.file("in.ndjson"), folder.file("out.ndjson"))
        let count = 30_000
        let expected = (0..<count).map { "{\"id\":\($0)}" }
        try folder.write(Array((expected.joined(separator: "\n") + "\n").utf8), to: "in.ndjson")
        let file = try DeliveryFile(path)
        for limit in [10, 8000, 20_000, Int.max] {
            // The server cuts and the client's process is ended when so many are kept.
            let store = KillingStore(file, at: limit, process: folder.file("process"))
            try await serving(.ndjson) {
                try await $0.receive(into: store)
            } _: { address in
                let (status, output) = try await Subject.deliver(
                    source, stream: "a", to: address, telling: folder.file("process"))
                if limit == .max { #expect(status == 0, "\(output)") }
            }
        }
        #expect(try lines(path) == expected)
    }
}

/// A store that kills the client, whose number is in a file, when it has kept so many records.
private final class KillingStore: DeliveryStore {
    private let file: DeliveryFile
    private let limit: Int
    private let process: String

    init(_ file: DeliveryFile, at limit: Int, process: String) {
        self.file = file
        self.limit = limit
        self.process = process
    }

    func received(of stream: String) async throws -> Int { try await file.received(of: stream) }

    func keep(_ batch: DeliveryBatch) async throws -> Int {
        let count = try await file.keep(batch)
        if count >= limit, let number = Int(try lines(process).joined()) { Command.kill(number) }
        return count
    }
}
#endif
