#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct WorkerProcessTests {
    @Test func `It serves connections that are passed to it, and says when it is done`() throws {
        let (server, control) = try connectedPair()
        let log = Log()
        let worker = try Aside {
            try WorkerProcess.serve(on: control, handler: Shout.self) { error, _ in log.note("\(error)") }
        }
        for (line, answer) in [("a", "A\n"), ("fail", ""), ("b", "B\n")] {
            let (client, passed) = try connectedPair()
            try client.sendAll(line + "\n")
            try client.shutdown(.write)
            try server.sendFDs([1], [passed.fileno])
            passed.close()
            #expect(String(decoding: try drain(client), as: UTF8.self) == answer)
            #expect(try server.recv(10) == [1])
        }
        // What brings no connection is passed over.
        try server.sendAll([1])
        server.close()
        try worker.value()
        #expect(log.lines == ["cannot read 'line': it was to fail"])
    }
}
#endif
