import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONAsyncRecordsTests {
    private func stream<Element: Sendable>(_ elements: [Element]) -> AsyncStream<Element> {
        AsyncStream { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }

    @Test func `Records come out of chunks`() async throws {
        let chunks = ["{\"a\": [", "1, {\"b\"", ": 2}, [", "3]", "]}"].map { Array($0.utf8) }
        var records: [String] = []
        for try await record in try JSON.records(at: "$.a[*]", in: stream(chunks)) {
            records.append(try record.dumps())
        }
        #expect(records == ["1", #"{"b":2}"#, "[3]"])
    }

    @Test func `Records come out of single bytes`() async throws {
        var records: [String] = []
        let long = "\"" + String(repeating: "x", count: 10_000) + "\""
        for try await record in try JSON.records(at: .lines, in: stream(Array("1\n{\"a\": [2]}\n\(long)".utf8))) {
            records.append(try record.dumps())
        }
        #expect(records == ["1", #"{"a":[2]}"#, long])
    }

    @Test func `A record comes as soon as its last byte is there`() async throws {
        let (bytes, continuation) = AsyncStream.makeStream(of: UInt8.self)
        var records = try JSON.records(at: .lines, in: bytes).makeAsyncIterator()
        for byte in "{\"a\": 1}\n".utf8 { continuation.yield(byte) }
        #expect(try await records.next()?.dumps() == #"{"a":1}"#)
        for byte in "2\n".utf8 { continuation.yield(byte) }
        #expect(try await records.next()?.dumps() == "2")
        continuation.finish()
        #expect(try await records.next() == nil)
    }

    @Test func `The iterator tells where a record was`() async throws {
        let chunks = stream([Array(#"{"a": [1], "b": [2, nul]}"#.utf8)])
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        var records = try JSON.records(at: ["$.a[*]", "$.b[*]"], in: chunks, options: options).makeAsyncIterator()
        #expect(try await records.next()?.int == 1)
        #expect(records.pathIndex == 0 && records.path == "/a/0" && records.offset == 7)
        #expect(try await records.next()?.int == 2)
        #expect(records.pathIndex == 1 && records.path == "/b/0" && records.offset == 17)
        #expect(try await records.next() == nil)
        #expect(records.badRecordCount == 1 && records.errors.first?.path == "/b/1")
    }

    @Test func `Errors of the bytes' own sequence pass through, and faults end the sequence`() async throws {
        struct Torn: Error {}
        let torn = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield(Array("1\n".utf8))
            continuation.finish(throwing: Torn())
        }
        var records = try JSON.records(at: .lines, in: torn).makeAsyncIterator()
        #expect(try await records.next()?.int == 1)
        await #expect(throws: Torn.self) { try await records.next() }

        var bad = try JSON.records(at: "$[*]", in: stream([Array("[1, x]".utf8)]), name: "body").makeAsyncIterator()
        #expect(try await bad.next()?.int == 1)
        let error = await #expect(throws: ParseError.self) { try await bad.next() }
        #expect(error?.description == "body:1:5: error: expected a value but found 'x'\n[1, x]\n    ^")
        #expect(try await bad.next() == nil)
        #expect(throws: ParseError.self) { try JSON.records(at: "statuses", in: torn) }
    }
}
