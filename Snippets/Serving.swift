// Documents over the network: a server, a client, a delivery that a broken connection cannot harm, calls by JSON-RPC.
#if Services
import SluiceStreaming

// snippet.show
// A server whose connections each have a task; a slow one holds back nobody but its own peer.
let server = DocumentServer(.tcp(host: "127.0.0.1", port: 0), framing: .ndjson) { connection in
    for try await record in connection.records {
        try await connection.writer.write(["seen": record.json?["id"] ?? .null])
    }
}
let address = try await server.bind()
let serving = Task { try await server.run() }

// A client: what is written is framed, what comes is parsed as it arrives.
let client = DocumentClient(address, framing: .ndjson)
let seen = try await client.withConnection { connection in
    for id in 1...3 { try await connection.writer.write(["id": JSON(id)]) }
    try await connection.writer.finish()
    var seen: [Int] = []
    for try await answer in connection.records { seen.append(answer.json?["seen"]?.int ?? 0) }
    return seen
}
print(seen)
// snippet.hide

// snippet.deliver
// Records that arrive once, however often either side is killed: the server keeps them before it acknowledges them.
func receive(at address: StreamAddress, into path: String) async throws {
    let file = try DeliveryFile(path)
    let server = DocumentServer(address, framing: .ndjson) { try await $0.receiveDelivery(into: file) }
    try await server.run()
}

func deliver(_ path: String, to address: StreamAddress) async throws -> Int {
    let client = DocumentClient(address, framing: .ndjson, options: ClientOptions(retry: .forever))
    return try await client.deliver(.json(path, at: .lines), stream: path)
}
// snippet.hide

// snippet.rpc
// Calls: any number at a time on one connection, each with its own answer.
var service = RPCService()
service.on("add") { parameters in
    guard let a = parameters?[0]?.int, let b = parameters?[1]?.int else {
        throw RPCError.invalidParameters("two integers are expected")
    }
    return JSON(a + b)
}
let adder = DocumentServer(.tcp(host: "127.0.0.1", port: 0), framing: .jsonSequence, handler: service.serve)
let place = try await adder.bind()
let adding = Task { try await adder.run() }
let sum = try await DocumentClient(place, framing: .jsonSequence).withRPC { server in
    async let first = server.call("add", [1, 2])
    async let second = server.call("add", [3, 4])
    return try await (first.int ?? 0) + (second.int ?? 0)
}
print(sum)
// snippet.hide

serving.cancel()
adding.cancel()
#endif
