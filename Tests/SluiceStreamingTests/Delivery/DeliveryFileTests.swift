#if Services
import SluiceCore
@testable import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DeliveryFileTests {
    private func batch(_ stream: String?, _ numbers: Range<Int>) -> DeliveryBatch {
        var batch = DeliveryBatch(stream: stream, first: numbers.lowerBound)
        for number in numbers { batch.append(text(stream, number)) }
        return batch
    }

    private func text(_ stream: String?, _ number: Int) -> [UInt8] { Array("[\"\(stream ?? "")\",\(number)]".utf8) }

    @Test func `A file that is opened again knows what it has of each stream`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out")
        let file = try DeliveryFile(path)
        #expect(try await file.keep(batch("a", 0..<3)) == 3)
        #expect(try await file.keep(batch("b", 0..<2)) == 2)
        _ = try await file.keep(batch(nil, 0..<1))
        #expect(file.path == path)
        file.close()
        let again = try DeliveryFile(path)
        #expect(try await again.received(of: "a") == 3)
        #expect(try await again.received(of: "b") == 2)
        #expect(try await again.received(of: "c") == 0)
        #expect(try lines(path).count == 6)
    }

    @Test func `Of batches that overlap only what is new is kept, and what would leave a gap is refused`() async throws
    {
        let folder = try TemporaryDirectory()
        let path = folder.file("out")
        let file = try DeliveryFile(path)
        #expect(try await file.keep(batch("a", 0..<3)) == 3)
        #expect(try await file.keep(batch("a", 1..<5)) == 5)
        #expect(try await file.keep(batch("a", 0..<2)) == 5)
        let found = await caught { _ = try await file.keep(batch("a", 7..<9)) }
        #expect(found?.contains("records 5 to 6 of stream \"a\" are missing") == true, "\(found ?? "")")
        #expect(try lines(path) == (0..<5).map { String(decoding: text("a", $0), as: UTF8.self) })
    }

    @Test func `A journal that has grown is replaced by one that says the same`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out")
        let file = try DeliveryFile(path, journalBytes: 300)
        var longest = 0
        for number in 0..<40 {
            #expect(
                try await file.keep(batch(number.isMultiple(of: 2) ? "a" : "b", number / 2..<number / 2 + 1)) == number
                    / 2 + 1)
            longest = max(longest, try bytes(path + ".journal").count)
        }
        #expect(longest < 500)
        file.close()
        let again = try DeliveryFile(path)
        #expect(try await again.received(of: "a") == 20)
        #expect(try await again.received(of: "b") == 20)
        #expect(try lines(path).count == 40)
    }

    /// Of a crash: what was written last may be there in part, or not at all.
    @Test func `Wherever its journal ends, the file is cut to it, and what is sent again is there once`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("whole")
        let file = try DeliveryFile(path)
        for (stream, numbers) in [("a", 0..<3), ("b", 0..<2), ("a", 3..<4), ("b", 2..<9)] {
            _ = try await file.keep(batch(stream, numbers))
        }
        file.close()
        let (data, journal) = (try bytes(path), try bytes(path + ".journal"))
        // The first line is there before the first record is.
        let first = (journal.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
        for cut in first...journal.count {
            let path = try folder.write(data, to: "cut")
            try folder.write(Array(journal[..<cut]), to: "cut.journal")
            // Twice, since mending is not to lose anything, either.
            try DeliveryFile(path).close()
            let file = try DeliveryFile(path)
            defer { file.close() }
            for (stream, count) in [("a", 4), ("b", 9)] {
                let known = try await file.received(of: stream)
                _ = try await file.keep(batch(stream, known..<count))
            }
            let found = try lines(path)
            #expect(found.count == 13, "\(cut)")
            for (stream, count) in [("a", 4), ("b", 9)] {
                #expect(
                    found.filter { $0.hasPrefix("[\"\(stream)") }
                        == (0..<count).map { String(decoding: text(stream, $0), as: UTF8.self) }, "\(cut)")
            }
        }
    }

    @Test func `A first batch that no journal tells of is cut off`() async throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("before\n".utf8), to: "out")
        _ = try DeliveryFile(path)
        // A crash between the records and their line in the journal.
        let journal = try bytes(path + ".journal")
        try folder.write(Array("before\n[\"a\",0]\n[\"a\"".utf8), to: "out")
        try folder.write(journal, to: "out.journal")
        let file = try DeliveryFile(path)
        #expect(try await file.received(of: "a") == 0)
        _ = try await file.keep(batch("a", 0..<2))
        #expect(try lines(path) == ["before", "[\"a\",0]", "[\"a\",1]"])
    }

    @Test func `Records do not continue the last line of a file that others have written`() async throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("before".utf8), to: "out")
        let file = try DeliveryFile(path)
        _ = try await file.keep(batch("a", 0..<1))
        file.close()
        // Once: its own journal knows the rest.
        try DeliveryFile(path).close()
        #expect(try bytes(path) == Array("before\n[\"a\",0]\n".utf8))
    }

    @Test func `After a failure the file is opened anew, and what was written of the batch counts for nothing`()
        async throws
    {
        let folder = try TemporaryDirectory()
        let path = folder.file("out")
        let file = try DeliveryFile(path, journalBytes: 1)
        // There a new journal cannot be made.
        #expect(Command.run("mkdir '\(path).journal.new'") == 0)
        let found = await caught { _ = try await file.keep(batch("a", 0..<2)) }
        #expect(found?.contains("out.journal.new") == true, "\(found ?? "")")
        // More of the disk's than the next batch has.
        #expect(Command.run("printf '%01000d' 0 >>'\(path)'") == 0)
        let again = await caught { _ = try await file.keep(batch("a", 2..<3)) }
        #expect(again?.contains("out.journal.new") == true, "\(again ?? "")")
        #expect(Command.run("rmdir '\(path).journal.new'") == 0)
        let known = try await file.received(of: "a")
        _ = try await file.keep(batch("a", known..<4))
        file.close()
        #expect(try lines(path) == (0..<4).map { String(decoding: text("a", $0), as: UTF8.self) })
        let closed = await caught { _ = try await file.keep(batch("a", 4..<5)) }
        #expect(closed?.contains("it has been closed") == true, "\(closed ?? "")")
    }

    @Test func `So many streams are taken and no more, and those that there are go on`() async throws {
        let folder = try TemporaryDirectory()
        let file = try DeliveryFile(folder.file("out"), streams: 2)
        _ = try await file.keep(batch("a", 0..<1))
        _ = try await file.keep(batch("b", 0..<1))
        let found = await caught { _ = try await file.keep(batch("c", 0..<1)) }
        #expect(found?.contains("it has records of 2 streams, and takes no further ones") == true, "\(found ?? "")")
        #expect(try await file.keep(batch("a", 1..<3)) == 3)
        _ = try await file.keep(batch(nil, 0..<1))
    }

    @Test func `A file that somebody has is refused to others`() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out")
        let file = try DeliveryFile(path)
        let found = Result { try DeliveryFile(path) }.failureText
        #expect(found?.contains("another process keeps deliveries in it") == true, "\(found ?? "")")
        #expect(found?.contains(path) == true)
        _ = consume file
        #expect(Result { try DeliveryFile(path) }.failureText == nil)
    }

    @Test func `A file that is shorter than its journal says is refused, and stays as it is`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out")
        let file = try DeliveryFile(path)
        _ = try await file.keep(batch("a", 0..<3))
        file.close()
        try folder.write([1, 2], to: "out")
        let found = Result { try DeliveryFile(path) }.failureText
        #expect(
            found?.contains("it has 2 bytes, and its journal knows of 24: restore it, or remove both") == true,
            "\(found ?? "")")
        #expect(try bytes(path) == [1, 2])
    }

    @Test func `A file that cannot be made is named`() {
        let found = Result { try DeliveryFile("/nowhere/out") }.failureText
        #expect(found?.contains("/nowhere/out") == true, "\(found ?? "")")
    }
}
#endif
