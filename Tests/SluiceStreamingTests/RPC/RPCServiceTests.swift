#if Services
import SluiceStreaming
import Testing

@Suite struct RPCServiceTests {
    private var service: RPCService {
        var service = RPCService()
        service.on("add") { parameters in
            guard let a = parameters?[0]?.int, let b = parameters?[1]?.int else {
                throw RPCError.invalidParameters("two integers are expected")
            }
            return JSON(a + b)
        }
        service.on("fail") { _ in throw CancellationError() }
        return service
    }

    @Test func `Calls get the answers to their own requests`() async throws {
        let sums = try await serving(.ndjson, handler: service.serve) { address in
            try await DocumentClient(address, framing: .ndjson).withRPC { server in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for a in 0..<200 {
                        group.addTask { try await server.call("add", [JSON(a), 1]).int == a + 1 }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
        }
        #expect(sums == Array(repeating: true, count: 200))
    }

    @Test func `What goes wrong comes back as the protocol's errors`() async throws {
        let errors = try await serving(.ndjson, handler: service.serve) { address in
            try await DocumentClient(address, framing: .ndjson).withRPC { server in
                var errors: [String] = []
                for (method, parameters) in [("add", [1] as JSON), ("fail", [] as JSON), ("none", [:] as JSON)] {
                    do { _ = try await server.call(method, parameters) } catch { errors.append("\(error)") }
                }
                return errors
            }
        }
        #expect(
            errors == [
                "two integers are expected (-32602)", "the method failed (-32603)",
                "there is no method \"none\" (-32601)",
            ])
    }

    @Test func `Requests before a bad one are answered`() async throws {
        let released = Watched(false)
        var service = RPCService()
        service.on("wait") { _ in
            try await released.wait { $0 }
            return "done"
        }
        let service2 = service
        try await serving(.ndjson, handler: service2.serve) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send(#"{"jsonrpc":"2.0","method":"wait","id":1}"# + "\n[oops\n")
                let first = try await peer.lines(1)
                #expect(first.first?.contains("-32700") == true, "\(first)")
                released.update { $0 = true }
                let rest = try await peer.rest()
                #expect(rest.hasSuffix(#"{"jsonrpc":"2.0","result":"done","id":1}"# + "\n"), "\(rest)")
            }
        }
    }

    /// The examples of the specification's section 7, as far as they have an answer to compare.
    @Test(arguments: [
        (
            #"{"jsonrpc": "2.0", "method": "add", "params": [42, 23], "id": 1}"#,
            #"{"jsonrpc":"2.0","result":65,"id":1}"#
        ),
        (
            #"{"jsonrpc": "2.0", "method": "foobar", "id": "1"}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32601,"message":"there is no method \"foobar\""},"id":"1"}"#
        ),
        (
            #"{"jsonrpc": "2.0", "method": 1, "params": "bar"}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"\"method\" is to be a string"},"id":null}"#
        ),
        ("[]", #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"a batch is not to be empty"},"id":null}"#),
        (
            "[1]",
            #"[{"jsonrpc":"2.0","error":{"code":-32600,"message":"a request is an object"},"id":null}]"#
        ),
        (
            #"[{"jsonrpc":"2.0","method":"add","params":[1,2],"id":1},{"jsonrpc":"2.0","method":"add","params":[7,0]},{"jsonrpc":"2.0","method":"add","params":[2,2],"id":"x"}]"#,
            #"[{"jsonrpc":"2.0","result":3,"id":1},{"jsonrpc":"2.0","result":4,"id":"x"}]"#
        ),
        (
            #"{"jsonrpc": "2.0", "method": "add", "params": "bar", "id": 5"#,
            #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"expected ',' or '}' after a member but the record ends"},"id":null}"#
        ),
    ])
    func `Requests are answered as the specification says`(request: String, answer: String) async throws {
        var options = StreamOptions()
        options.resynchronises = true
        let answers = try await serving(.ndjson, options: options, handler: service.serve) { address in
            try await DocumentClient(address, framing: .jsonSequence, replies: .ndjson).withConnection { connection in
                // As it stands, and a notification, which gets no answer.
                try await RawBytes.send(
                    request + "\n" + #"{"jsonrpc":"2.0","method":"add","params":[1,1]}"# + "\n", on: connection)
                var answers: [String] = []
                for try await record in connection.records { answers.append(record.json?.description ?? "") }
                return answers
            }
        }
        #expect(answers == [answer])
    }
}
#endif
