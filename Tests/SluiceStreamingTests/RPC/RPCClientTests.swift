#if Services
import SluiceCore
import SluiceStreaming
import Testing

@Suite(.timeLimit(.minutes(5))) struct RPCClientTests {
    @Test func `Calls that wait end when the server breaks off`() async throws {
        let never = Watched(false)
        let begun = Watched(0)
        var service = RPCService()
        service.on("wait") { _ in
            begun.update { $0 += 1 }
            try await never.wait { $0 }
            return true
        }
        try await serving(.ndjson, handler: service.serve) { server in
            let proxy = try await CuttingProxy(to: server) { _ in .init() }
            let faults = try await DocumentClient(proxy.address, framing: .ndjson).withRPC { calls in
                try await withThrowingTaskGroup(of: String?.self) { group in
                    for _ in 0..<5 {
                        group.addTask { await caught { _ = try await calls.call("wait") } }
                    }
                    try await begun.wait { $0 == 5 }
                    proxy.cutAll()
                    var faults = try await group.reduce(into: []) { $0.append($1) }
                    // And whoever calls then is told at once.
                    faults.append(await caught { _ = try await calls.call("wait") })
                    return faults
                }
            }
            #expect(faults == Array(repeating: "closed: the server has ended the connection", count: 6))
            never.update { $0 = true }
            await proxy.close()
        }
    }

    @Test func `A call that is cancelled is given up, and its answer dropped`() async throws {
        let released = Watched(false)
        let begun = Watched(0)
        var service = RPCService()
        service.on("wait") { _ in
            begun.update { $0 += 1 }
            try await released.wait { $0 }
            return "late"
        }
        service.on("now") { _ in "now" }
        let service2 = service
        try await serving(.ndjson, handler: service2.serve) { server in
            try await DocumentClient(server, framing: .ndjson).withRPC { calls in
                let waiting = Task { try await calls.call("wait") }
                try await begun.wait { $0 == 1 }
                waiting.cancel()
                let fault = await caught { _ = try await waiting.value }
                #expect(fault == "CancellationError()")
                released.update { $0 = true }
                let now = try await calls.call("now")
                #expect(now == "now")
            }
        }
    }

    @Test(arguments: [
        (#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"what?"},"id":null}"#, "what? (-32700)"),
        (#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"what?"}}"#, "what? (-32700)"),
        (#"{"jsonrpc":"2.0","id":1}"#, "the answer is no answer (-32603)"),
        (#"{"jsonrpc":"2.0","error":5,"id":1}"#, "the answer is no answer (-32603)"),
    ])
    func `A call ends with an answer that is none, and with an error whose request nobody knows`(
        answer: String, fault: String
    ) async throws {
        try await serving(.ndjson) { connection in
            for try await _ in connection.records { try await connection.writer.write(text: answer) }
        } _: { server in
            let found = try await DocumentClient(server, framing: .ndjson).withRPC { calls in
                await caught { _ = try await calls.call("anything") }
            }
            #expect(found == fault)
        }
    }

    @Test func `A notification is not answered, and runs`() async throws {
        let told = Notes()
        var service = RPCService()
        service.on("tell") { parameters in
            told.add(parameters?[0]?.string ?? "")
            return .null
        }
        let service2 = service
        try await serving(.ndjson, handler: service2.serve) { server in
            try await DocumentClient(server, framing: .ndjson).withRPC { calls in
                try await calls.notify("tell", ["a"])
                _ = try await told.first(1)
            }
        }
        #expect(told.value == ["a"])
    }

    @Test func `Requests beyond those in flight are held back, and all are answered`() async throws {
        let running = Watched((now: 0, most: 0))
        let released = Watched(false)
        var service = RPCService()
        service.inFlight = 4
        service.on("work") { parameters in
            running.update { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            try await released.wait { $0 }
            running.update { $0.now -= 1 }
            return parameters ?? .null
        }
        let service2 = service
        let count = 500
        try await serving(.ndjson, handler: service2.serve) { server in
            try await RawPeer.with(server) { peer in
                try await peer.send(
                    (0..<count).map { "{\"jsonrpc\":\"2.0\",\"method\":\"work\",\"params\":[\($0)],\"id\":\($0)}\n" }
                        .joined())
                try await running.wait { $0.now == 4 }
                released.update { $0 = true }
                let answers = try await peer.lines(count)
                #expect(
                    Set(answers) == Set((0..<count).map { "{\"jsonrpc\":\"2.0\",\"result\":[\($0)],\"id\":\($0)}" }))
            }
        }
        #expect(running.value.most == 4)
    }
}
#endif
