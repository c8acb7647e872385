import Foundation

/// Documents over the network, in processes of their own: `streams` is the program that does each piece of work.
struct StreamRows {
    /// The folder of the programs that do the work.
    let programs: String
    let quick: Bool

    static let tcp = "NDJSON of 1 KiB, TCP"
    static let tls = "NDJSON of 1 KiB, TLS 1.3"
    static let delay = "10,000 connections, 20,000 records/s: p99"
    static let faults = "1,000 connections, 5,000 records/s: p99 beside 100 faults/s"
    private static let sluice = "Sluice"
    private static let onLoops = "Sluice, handlers on event loops"

    private var count: Int { quick ? 100_000 : 1_000_000 }

    func contest(_ name: String) -> Contest {
        switch name {
        case Self.tcp:
            contest(
                name,
                [
                    receive(Self.sluice, .sluice, "tcp"), receive("the same by a pipe", .floor, "pipe"),
                    receive("SwiftNIO + JSONDecoder", .foundation, "decoder", share: 0.2),
                    receive("asyncio + orjson", .peer, "asyncio"),
                ],
                goals: [
                    .faster(Self.sluice, than: "the same by a pipe", by: 0.8),
                    .faster(Self.sluice, than: "SwiftNIO + JSONDecoder", "asyncio + orjson", by: 5),
                ])
        case Self.tls:
            contest(
                name,
                [
                    receive(Self.sluice, .sluice, "tls"), receive("without TLS", .sluice, "plain"),
                    receive("openssl s_client and a pipe", .floor, "s_client"),
                ],
                goals: [
                    .faster(Self.sluice, than: "without TLS", by: 0.6),
                    .faster(Self.sluice, than: "openssl s_client and a pipe", by: 0.8),
                ])
        case Self.faults:
            contest(
                name, bytes: 1000,
                [
                    delay(Self.sluice, .sluice, "beside", connections: 1000, rate: 5000),
                    delay("without them", .sluice, "documents", connections: 1000, rate: 5000),
                ],
                goals: [.faster(Self.sluice, than: "without them", by: 0.8)])
        default:
            contest(
                name, bytes: 10_000,
                [
                    delay(Self.onLoops, .sluice, "loop"), delay(Self.sluice, .sluice, "documents"),
                    delay("SwiftNIO, echo", .floor, "echo"),
                ],
                goals: [
                    .faster(Self.onLoops, than: "SwiftNIO, echo", by: 0.5),
                    .memory(Self.onLoops, atMost: 10_000 * 20_000),
                    .memory(Self.sluice, atMost: 10_000 * 20_000),
                ])
        }
    }

    private func contest(
        _ name: String, bytes: Int? = nil, _ contestants: [Contestant], goals: [Goal]
    ) -> Contest {
        Contest(
            work: .streams, document: name, bytes: bytes ?? count * 1024,
            contestants: contestants.map { contestant in
                var contestant = contestant
                contestant.isParallel = true
                return contestant
            }, goals: goals)
    }

    /// - Parameter share: Of the records, how many: who is slow shows it with fewer, too.
    private func receive(_ name: String, _ side: Contestant.Side, _ way: String, share: Double = 1) -> Contestant {
        Contestant(name, side) { iterations in
            var sample = Sample(seconds: 0, wallSeconds: 0)
            for _ in 0..<iterations {
                let outcome = try run(["receive", way, "\(Int(Double(count) * share))"])
                // What a record took, times as many as there are bytes for in the table.
                let seconds = outcome.seconds / Double(outcome.bytes) * Double(count * 1024)
                sample.seconds += seconds
                sample.wallSeconds += seconds
                sample.peakBytes = max(sample.peakBytes ?? 0, outcome.peak)
            }
            return sample
        }
    }

    /// The delay that 99 of 100 records keep to, and the memory of the connections.
    private func delay(
        _ name: String, _ side: Contestant.Side, _ way: String, connections: Int = 10_000, rate: Int = 20_000
    ) -> Contestant {
        var contestant = Contestant(name, side) { iterations in
            var sample = Sample(seconds: 0, wallSeconds: 0)
            for _ in 0..<iterations {
                let outcome = try run(["delay", way, "\(connections)", "\(rate)", quick ? "3" : "10"])
                sample.seconds += outcome.p99 / 1000
                sample.wallSeconds += outcome.p99 / 1000
                sample.peakBytes = max(sample.peakBytes ?? 0, outcome.bytesPerConnection * connections)
            }
            return sample
        }
        // A delay says nothing of how long it takes to measure it.
        contestant.mostTurns = 5
        return contestant
    }

    private struct Outcome: Decodable {
        let seconds: Double
        let bytes: Int
        let peak: Int
        let p99: Double
        let bytesPerConnection: Int
    }

    private func run(_ arguments: [String]) throws -> Outcome {
        let output = try ChildProcess.run("\(programs)/streams", arguments).output
        return try JSONDecoder().decode(Outcome.self, from: Data(output.utf8))
    }
}
