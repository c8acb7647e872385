#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import SluiceThreading
import Testing

@Suite struct ServingLoopTests {
    @Test func `Connections that are reset before they are accepted do not keep others from it`() throws {
        let server = try TCPServer(.loopback(), handler: Shout.self)
        for _ in 0..<5 {
            let gone = try Socket.createConnection(server.serverAddress, timeout: patience)
            try gone.setSockOpt(.linger, 0)
            gone.close()
        }
        let file = try Socket.createConnection(server.serverAddress, timeout: patience).makeFile()
        let running = try server.start()
        #expect(try file.ask("x") == "X")
        file.reader.socket.close()
        #expect(try ask(server.serverAddress, "y") == ["Y"])
        #expect(server.stop())
        try running.join()
    }

    /// The server is a process of its own, so that there are as many descriptors as either needs.
    @Test(arguments: ["4", "4 parks"]) func `A thousand connections at once are all served`(arguments: String) throws {
        let subject = try Subject(arguments, prefix: "ulimit -n 4096 2>/dev/null;")
        let files = try (0..<1000).map { _ in try subject.connect() }
        for (number, file) in files.enumerated() {
            try file.write("\(number)\n")
            try file.flush()
        }
        var wrong = 0
        for (number, file) in files.enumerated() {
            if try file.readLine() != "\(number)" { wrong += 1 }
            // Where they do not wait without a thread, its end lets another in.
            file.reader.socket.close()
        }
        #expect(wrong == 0)
        #expect(try subject.report().failures == 0)
        #expect(try subject.end() == 0)
    }

    @Test(arguments: ["4", "4 parks"]) func `After thousands of connections no descriptor is left`(
        arguments: String
    ) throws {
        let subject = try Subject(arguments)
        func connect(_ number: Int) throws {
            let file = try subject.connect()
            if try file.ask("\(number)") != "\(number)" { throw IOFailure(.read, "answer", reason: "is wrong") }
            // Some end in the middle, and some with a reset.
            if number % 3 == 1 { try file.write("half a li") }
            if number % 3 == 2 { try file.reader.socket.setSockOpt(.linger, 0) }
            file.reader.socket.close()
        }
        // What is opened once and kept is open after these.
        for number in 0..<50 { try connect(number) }
        let before = try subject.report().descriptors
        for number in 0..<2000 { try connect(number) }
        // The last of them may not be closed yet; and a thread that waits for the first time keeps what wakes it.
        try until { try subject.report().descriptors <= before + 8 }
        #expect(before > 0)
        #expect(try subject.end() == 0)
    }
}
#endif
