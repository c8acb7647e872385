#if Services
import Dispatch
import NIOCore
import NIOPosix
import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentWriterTests {
    /// What a peer gets of what a handler writes, and then ends.
    private func written(
        _ framing: DocumentFraming = .ndjson, _ handler: @escaping DocumentServer.Handler
    ) async throws -> String {
        try await serving(framing, handler: handler) { address in
            try await RawPeer.with(address) { try await $0.rest() }
        }
    }

    @Test func `Values, elements and texts leave in their frames`() async throws {
        let text = try await written { connection in
            try await connection.writer.write([1])
            try await connection.writer.write(text: " {\"a\" : 1.0} ")
            try await connection.writer.write(contentsOf: [.json(2), .json("x")])
            try await connection.writer.write(bytes: [0x21])
        }
        #expect(text.hasPrefix("[1]\n"), "\(text)")
        #expect(text.hasSuffix("2\n\"x\"\n!"), "\(text)")
        let xml = try await written(.wholeDocument(.xml)) { try await $0.writer.write(XML.Element("a")) }
        #expect(xml.hasSuffix("<a />"), "\(xml)")
    }

    @Test func `What is no document is refused before a byte of it leaves`() async throws {
        let notes = Notes()
        let text = try await written { connection in
            notes.add(await caught { try await connection.writer.write(text: "{") } ?? "")
            notes.add(await caught { try await connection.writer.write(XML.Element("a")) } ?? "")
            try await connection.writer.write([1])
        }
        #expect(text == "[1]\n")
        #expect(notes.value.count == 2)
        #expect(!notes.value.contains(""))
    }

    @Test func `Whoever writes faster than the event loop sends is held back`() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let block = [UInt8](repeating: UInt8(ascii: "\n"), count: 64 << 10)
        try await serving(.ndjson) { connection in
            for try await _ in connection.records {}
        } _: { address in
            try await DocumentClient(address, framing: .ndjson, group: group).withConnection { connection in
                let writer = connection.writer
                let taken = Watched(0)
                let gate = DispatchSemaphore(value: 0)
                group.any().execute { gate.wait() }
                async let writing: Void = {
                    for _ in 0..<200 {
                        try await writer.write(bytes: block)
                        taken.update { $0 += 1 }
                    }
                }()
                try await taken.wait { $0 >= 3 }
                // Time for more, if it were not held back.
                try await Task.sleep(for: .milliseconds(100))
                #expect(taken.value < 10)
                gate.signal()
                try await writing
                #expect(taken.value == 200)
            }
        }
        try await group.shutdownGracefully()
    }

    @Test func `Several tasks write, and each record stays whole`() async throws {
        let text = try await written { connection in
            let writer = connection.writer
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask { for number in 0..<200 { try await writer.write([JSON(task), JSON(number)]) } }
                }
                try await group.waitForAll()
            }
        }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 1600)
        for task in 0..<8 {
            #expect(lines.filter { $0.hasPrefix("[\(task),") } == (0..<200).map { "[\(task),\($0)]" })
        }
    }

    @Test func `A source is sent as a whole, and what is good before its fault`() async throws {
        let folder = try TemporaryDirectory()
        let good = (0..<3000).map { "[\($0)]\n" }.joined()
        let path = try folder.write(Array((good + "[oops\n").utf8), to: "a.ndjson")
        let notes = Notes()
        let text = try await written { connection in
            notes.add(await caught { _ = try await connection.writer.send(.json(path)) } ?? "")
        }
        #expect(text == good)
        #expect(notes.value.first?.contains("oops") == true || notes.value.first?.contains("expected") == true)
    }

    @Test func `A stream of another framing is sent on as it comes`() async throws {
        let chunks = AsyncStream<[UInt8]> { continuation in
            for byte in frame("[1]") + frame("{\"a\":2}") { continuation.yield([byte]) }
            continuation.finish()
        }
        let text = try await written { connection in
            let count = try await connection.writer.send(
                chunks, framedAs: .lengthPrefixed(.uint32BigEndian, content: .json))
            #expect(count == 2)
        }
        #expect(text == "[1]\n{\"a\":2}\n")
    }
}
#endif
