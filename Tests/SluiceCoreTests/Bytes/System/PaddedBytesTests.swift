import SluiceCore
import SluiceTestSupport
import Testing

@Suite struct PaddedBytesTests {
    private func isPadded(_ bytes: PaddedBytes) -> Bool {
        let end = unsafe bytes.unsafeBase + bytes.count
        return (0..<PaddedBytes.padding).allSatisfy { unsafe end[$0] == 0 }
    }

    private func equal(_ bytes: PaddedBytes, _ expected: [UInt8]) -> Bool {
        [UInt8](copying: bytes.span) == expected
    }

    @Test(arguments: [0, 1, 63, 64, 65, 4095, 4096, 100_000, 5 << 20])
    func `Zero bytes follow a copy`(count: Int) {
        var noise = Noise(seed: 1)
        let expected = noise.bytes(count)
        let bytes = PaddedBytes(copying: expected.span)
        #expect(bytes.count == count)
        #expect(equal(bytes, expected))
        #expect(isPadded(bytes))
        #expect(unsafe UInt(bitPattern: bytes.unsafeBase) % 64 == 0)
    }

    @Test func `It grows as it is appended to, and stays padded`() {
        var noise = Noise(seed: 2)
        let bytes = PaddedBytes(capacity: 0)
        var expected: [UInt8] = []
        #expect(isPadded(bytes))
        for size in [0, 1, 5, 64, 1000, 3 << 20, 17, 4 << 20] {
            let piece = noise.bytes(size)
            bytes.append(piece.span)
            expected += piece
            #expect(equal(bytes, expected))
            #expect(isPadded(bytes))
            #expect(bytes.capacity >= bytes.count)
        }
    }

    @Test func `Emptied and refilled it shows nothing of before`() {
        let bytes = PaddedBytes(copying: [UInt8](repeating: 0xFF, count: 500).span)
        bytes.removeAll()
        #expect(bytes.count == 0)
        #expect(isPadded(bytes))
        bytes.append([1, 2].span)
        #expect(equal(bytes, [1, 2]))
        #expect(isPadded(bytes))
    }

    @Test func `The first bytes can be dropped`() {
        let bytes = PaddedBytes(copying: [UInt8](0..<200).span)
        bytes.removeFirst(150)
        #expect(equal(bytes, [UInt8](150..<200)))
        #expect(isPadded(bytes))
        bytes.removeFirst(50)
        #expect(equal(bytes, []))
        #expect(isPadded(bytes))
    }

    @Test func `What was filled in before an error stays`() {
        let bytes = PaddedBytes(copying: [1].span)
        let failure = IOFailure(.read, "pipe", reason: "gone")
        #expect(throws: failure) {
            try bytes.append(addingCapacity: 10) { room throws(IOFailure) in
                room.append(2)
                throw failure
            }
        }
        #expect(equal(bytes, [1, 2]))
        #expect(isPadded(bytes))
    }

    @Test func `A file is read whole, at sizes around those of pages`() throws {
        let directory = try TemporaryDirectory()
        var noise = Noise(seed: 3)
        for count in [0, 1, 4095, 4096, 65_535, 65_536, 65_537, 300_000] {
            let expected = noise.bytes(count)
            let bytes = try PaddedBytes(contentsOf: try directory.write(expected, to: "a"))
            #expect(equal(bytes, expected), "\(count)")
            #expect(isPadded(bytes))
            #expect(bytes.capacity < max(count, 65_536) + 256, "one read, no growth")
        }
    }

    @Test func `A gzip file is read as its text`() throws {
        let directory = try TemporaryDirectory()
        let text = [UInt8](repeating: 0x61, count: 3_000_000)
        var sink = try FileSink(directory.file("a.gz"))
        try sink.write(text.span)
        try sink.close()
        let bytes = try PaddedBytes(contentsOf: directory.file("a.gz"))
        #expect(equal(bytes, text))
        #expect(isPadded(bytes))
    }

    @Test func `No more is read than the limit`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write([UInt8](repeating: 1, count: 200_000), to: "a")
        for limit in [0, 1, 100_000, 199_999, 200_000, 200_001] {
            #expect(try PaddedBytes(contentsOf: path, limit: limit).count == min(limit, 200_000))
        }
    }

    @Test func `A file too large for memory is a failure and no crash`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("huge")
        // Past the end of the address space where files may be so large at all; below, the file stays as it is.
        guard (try? directory.writeSparse([1], at: 1 << 48, to: "huge")) != nil else { return }
        #expect(throws: IOFailure(.read, path, errno: 12, reason: "Cannot allocate memory")) {
            _ = try PaddedBytes(contentsOf: path)
        }
    }

    @Test func `A source is read to its end, however much was expected`() throws {
        var noise = Noise(seed: 4)
        let expected = noise.bytes(500_000)
        for guess in [0, 1, 499_999, 500_000, 1_000_000] {
            var source = MemorySource(expected)
            let bytes = try PaddedBytes(reading: &source, expecting: guess)
            #expect(equal(bytes, expected))
        }
    }
}
