#if Services
import SluiceCore
import SluiceStreaming
import SluiceTestSupport

// One side of a stream in a process of its own, for tests that count what it has open, grant it little, or kill it.
//
//     StreamSubject serve CONTROL [--framing NAME] [--tls CERTIFICATE --key KEY] [--keep FILE]
//                                 [--connections N] [--record BYTES] [--idle MILLISECONDS] [--window MILLISECONDS]
//                                                                   serves on a free port of the loopback: sends records back, or keeps deliveries;
//                                                                   fails at "throw", and writes behind its end at "late"
//     StreamSubject deliver FILE STREAM ADDRESS                     delivers a file of lines, and ends
//
// CONTROL is the path of a socket at which JSON-RPC tells where it serves, and what it uses.

struct Failure: Error {}

func serve(_ arguments: [String]) async throws {
    func option(_ name: String) -> String? {
        arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
    }
    let statistics = StreamStatistics()
    var limits = ServerLimits()
    limits.linger = .zero
    if let count = option("--connections").flatMap({ Int($0) }) { limits.connections = count }
    if let time = option("--idle").flatMap({ Int($0) }) { limits.timeouts.idle = .milliseconds(time) }
    if let bytes = option("--record").flatMap({ Int($0) }) { limits.stream.recordBytes = bytes }
    if let time = option("--window").flatMap({ Int($0) }) { limits.timeouts.rateWindow = .milliseconds(time) }
    let framing = option("--framing").flatMap { DocumentFraming($0) } ?? .ndjson
    let tls = try option("--tls").map { try StreamTLS.server(certificate: $0, key: option("--key") ?? "") }
    let store = try option("--keep").map { try DeliveryFile($0) }
    let server = DocumentServer(
        .tcp(host: "127.0.0.1", port: 0), framing: framing, tls: tls, limits: limits, statistics: statistics
    ) { connection in
        if let store { return try await connection.receive(into: store) }
        for try await record in connection.records {
            if record.json == "throw" { throw Failure() }
            if record.json == "late" { try await connection.writer.finish() }
            try await connection.writer.write(record)
        }
    }
    let address = try await server.bind()
    var service = RPCService()
    service.on("address") { _ in JSON(address.description) }
    service.on("report") { _ in
        let counts = statistics.snapshot()
        return [
            "process": JSON(ResourceUse.process), "milliseconds": JSON(ResourceUse.processMilliseconds),
            "descriptors": JSON(ResourceUse.openDescriptors ?? 0), "resident": JSON(MemoryUse.resident ?? 0),
            "open": JSON(counts.connectionsOpen), "failures": JSON(counts.errors),
        ]
    }
    var controlLimits = ServerLimits()
    controlLimits.connections = limits.connections
    let control = DocumentServer(
        .unix(arguments[0]), framing: .ndjson, limits: controlLimits, handler: service.serve)
    async let controlling: Void = control.run()
    try await server.run()
    try await controlling
}

func deliver(_ arguments: [String]) async throws {
    let client = DocumentClient(
        try StreamAddress(arguments[2]), framing: .ndjson,
        options: ClientOptions(retry: RetryPolicy(attempts: .max, first: .milliseconds(5), longest: .milliseconds(50))))
    try await client.deliver(.json(arguments[0]), stream: arguments[1])
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "serve": try await serve(Array(arguments.dropFirst()))
case "deliver": try await deliver(Array(arguments.dropFirst()))
default: fatalError("serve or deliver?")
}
#endif
