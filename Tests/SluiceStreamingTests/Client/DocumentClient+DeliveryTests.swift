#if Services
import SluiceCore
@testable import SluiceStreaming
import SluiceTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentClientDeliveryTests {
    /// A client that comes back at once.
    private static var options: ClientOptions {
        var options = ClientOptions(
            retry: RetryPolicy(attempts: .max, first: .milliseconds(1), longest: .milliseconds(2)))
        options.linger = .seconds(60)
        return options
    }

    private static func records(_ count: Int) -> [StreamRecord] { (0..<count).map { .json([JSON($0)]) } }

    @Test func `Many records that the server has are passed over between two connections, and few on one`() async throws
    {
        let store = MemoryStore()
        try await serving(.ndjson) {
            try await $0.receiveDelivery(into: store)
        } _: { server in
            let client = DocumentClient(server, framing: .ndjson, options: Self.options)
            for (count, connections) in [(900, 1), (1800, 1), (1801, 2), (1801, 2)] {
                let last = Monitor(DeliveryProgress())
                let total = try await client.deliver(.records(Self.records(count)), stream: "a") { progress in
                    last.update { $0 = progress }
                }
                #expect(total == count)
                #expect(last.update { $0 }.connections == connections, "\(count)")
            }
        }
        #expect(store.records(of: "a") == (0..<1801).map { "[\($0)]" })
    }

    /// Gives records for ever, and tells when it begins to.
    private final class Endless: DocumentCursor {
        let begun: Watched<Int>
        private(set) var offset = 0
        init(_ begun: Watched<Int>) { self.begun = begun }

        func next() -> [UInt8]? {
            if offset == 0 { begun.update { $0 += 1 } }
            offset += 1
            return Array("0".utf8)
        }
    }

    @Test func `Who passes records over can be cancelled`() async throws {
        let begun = Watched(0)
        try await serving(.ndjson) { connection in
            var records = connection.records.makeAsyncIterator()
            _ = try await records.next()
            try await connection.writer.write(["received": JSON(Int.max)])
            while try await records.next() != nil {}
        } _: { server in
            let client = DocumentClient(server, framing: .ndjson, options: Self.options)
            let delivering = Task { try await client.deliver(DocumentSource { Endless(begun) }, stream: "a") }
            try await begun.wait { $0 > 0 }
            delivering.cancel()
            let fault = try await within { await caught { _ = try await delivering.value } }
            #expect(fault == "CancellationError()")
        }
    }

    /// Gives records, and then fails.
    private final class Faulty: DocumentCursor {
        struct Fault: Error {}
        static let records = 5_000
        private(set) var offset = 0

        func next() throws -> [UInt8]? {
            guard offset < Self.records else { throw Fault() }
            offset += 1
            return Array("[\(offset)]".utf8)
        }
    }

    @Test func `When a fault of the source is told, the server has what is good before it`() async throws {
        let store = MemoryStore()
        try await serving(.ndjson) {
            try await $0.receiveDelivery(into: store)
        } _: { server in
            let client = DocumentClient(server, framing: .ndjson, options: Self.options)
            for stream in 0..<20 {
                let fault = await caught {
                    _ = try await client.deliver(DocumentSource { Faulty() }, stream: "\(stream)")
                }
                #expect(fault == "Fault()")
                #expect(store.records(of: "\(stream)").count == Faulty.records)
            }
        }
    }

    @Test func `A server that has fewer records in the end than were sent is sent the rest`() async throws {
        let connections = Watched(0)
        try await serving(.ndjson) { connection in
            connections.update { $0 += 1 }
            let isFirst = connections.value == 1
            var records = connection.records.makeAsyncIterator()
            _ = try await records.next()
            try await connection.writer.write(["received": isFirst ? 0 : 1])
            while try await records.next() != nil {}
            try await connection.writer.write(["received": isFirst ? 1 : 3, "complete": true])
        } _: { server in
            let client = DocumentClient(server, framing: .ndjson, options: Self.options)
            let total = try await client.deliver(.records(Self.records(3)), stream: "a")
            #expect(total == 3)
        }
        #expect(connections.value == 2)
    }

    @Test func `A server that has more records than were sent is another's`() async throws {
        try await serving(.ndjson) { connection in
            var records = connection.records.makeAsyncIterator()
            _ = try await records.next()
            try await connection.writer.write(["received": 0])
            while try await records.next() != nil {}
            try await connection.writer.write(["received": 4, "complete": true])
        } _: { server in
            let client = DocumentClient(server, framing: .ndjson, options: Self.options)
            let fault = await caught { _ = try await client.deliver(.records(Self.records(3)), stream: "a") }
            #expect(fault == "protocolViolation: the server has 4 records, and 3 were sent")
        }
    }

    @Test func `Progress is told by one task at a time, and never goes back`() async throws {
        let store = MemoryStore()
        let inside = Atomic(0)
        let faults = Notes()
        let last = Monitor(DeliveryProgress())
        try await serving(.ndjson) {
            try await $0.receiveDelivery(into: store)
        } _: { server in
            let client = DocumentClient(server, framing: .ndjson, options: Self.options)
            let text = String(repeating: "x", count: 8 << 10)
            let records = (0..<2000).map { StreamRecord.json([JSON($0), JSON(text)]) }
            try await client.deliver(.records(records), stream: "a") { progress in
                if inside.add(1, ordering: .relaxed).newValue > 1 { faults.add("two at a time") }
                last.update { last in
                    if progress.acknowledged < last.acknowledged || progress.sourceBytes < last.sourceBytes {
                        faults.add("back")
                    }
                    last = progress
                }
                inside.subtract(1, ordering: .relaxed)
            }
        }
        #expect(last.update { $0 }.acknowledged == 2000)
        #expect(faults.value == [])
    }

    @Test func `A name that is too long is refused before anyone is asked`() async {
        let client = DocumentClient(.tcp(host: "127.0.0.1", port: 1), framing: .ndjson)
        let name = String(repeating: "x", count: 1025)
        let fault = await caught { _ = try await client.deliver(.records([]), stream: name) }
        #expect(fault?.contains("the name of a stream has 1024 bytes at most") == true, "\(fault ?? "")")
    }
}
#endif
