import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct SocketReaderTests {
    /// A reader of what these pieces bring, each sent by itself.
    private func reader(_ pieces: [String], maxLineLength: Int = 1000, bufferSize: Int = 16) throws -> SocketReader {
        let (one, other) = try connectedPair()
        for piece in pieces { try one.sendAll(piece) }
        one.close()
        return other.makeReader(bufferSize: bufferSize, maxLineLength: maxLineLength)
    }

    @Test(arguments: [1, 2, 3, 16, 4096])
    func `Lines end where they end, wherever reads cut them`(bufferSize: Int) throws {
        let text = "one\r\ntwo\n\r\n\nlone \r return\nlast"
        let read = try reader([text], bufferSize: bufferSize)
        #expect(try read.readLines() == ["one", "two", "", "", "lone \r return", "last"])
        #expect(try read.readLine() == nil)
        #expect(try read.readLine() == nil)
        let kept = try reader([text], bufferSize: bufferSize)
        #expect(try kept.readLine(keepsEnd: true) == "one\r\n")
        #expect(try kept.readLine(keepsEnd: true) == "two\n")
        #expect(try kept.readLineBytes() == [])
        #expect(try kept.readLineBytes(keepsEnd: true) == [0x0A])
        var rest: [String] = []
        try kept.forEachLine { rest.append($0) }
        #expect(rest == ["lone \r return", "last"])
    }

    @Test func `A line is there before the next one is sent`() throws {
        let (one, other) = try connectedPair()
        let read = other.makeReader()
        for text in ["a", "b", "c"] {
            try one.sendAll(text + "\r\n")
            #expect(try read.readLine() == text)
        }
    }

    @Test(arguments: [1, 7, 4096])
    func `A line may have so many bytes and no more`(bufferSize: Int) throws {
        for end in ["\n", "\r\n", ""] {
            #expect(try reader(["12345" + end], maxLineLength: 5, bufferSize: bufferSize).readLine() == "12345")
            let read = try reader(["ok\n123456" + end], maxLineLength: 5, bufferSize: bufferSize)
            #expect(try read.readLine() == "ok")
            #expect(
                failure { () throws(IOFailure) in _ = try read.readLine() }
                    == "cannot read 'socket': a line is longer than 5 bytes")
        }
    }

    @Test func `A line without an end is not kept without end`() throws {
        let (one, other) = try connectedPair()
        let sender = try Aside { () throws in
            while true { try one.sendAll([UInt8](repeating: 0x61, count: 10_000)) }
        }
        let read = other.makeReader(maxLineLength: 100_000)
        #expect(throws: IOFailure.self) { _ = try read.readLine() }
        #expect(read.buffered < 200_000)
        other.close()
        #expect(throws: IOFailure.self) { try sender.value() }
    }

    @Test func `What is not UTF-8 is a failure of one line`() throws {
        let (one, other) = try connectedPair()
        try one.sendAll([0xFF, 0x0A] + Array("next\n".utf8))
        let read = other.makeReader()
        #expect(
            failure { () throws(IOFailure) in _ = try read.readLine() } == "cannot read 'socket': a line is not UTF-8")
        #expect(try read.readLine() == "next")
    }

    @Test func `Counts are read exactly, or to the end`() throws {
        let read = try reader(["0123456789"], bufferSize: 3)
        #expect(try read.peek() == Array("012".utf8))
        #expect(try read.read(exactly: 4) == Array("0123".utf8))
        #expect(try read.read(0) == [])
        #expect(try read.read(2) == Array("45".utf8))
        #expect(
            failure { () throws(IOFailure) in _ = try read.read(exactly: 5) }
                == "cannot read 'socket': the peer closed after 4 of 5 bytes")
        #expect(try read.read(100) == Array("6789".utf8))
        #expect(try read.peek() == [])
        #expect(try read.read(exactly: 0) == [])
    }

    @Test func `Everything else may be read at once, or by whoever reads sources`() throws {
        let read = try reader(["a\nbcdef"], bufferSize: 4)
        #expect(try read.readLine() == "a")
        #expect(try read.readAll() == Array("bcdef".utf8))
        var source = try reader(["a\nbcdef"], bufferSize: 4)
        #expect(try source.readLine() == "a")
        #expect(source.buffered == 2)
        #expect(try source.drain(chunk: 3) == Array("bcdef".utf8))
        #expect(source.name == "socket")
    }

    @Test func `Long input in small pieces takes time in proportion to it`() throws {
        let (one, other) = try connectedPair()
        let line = String(repeating: "x", count: 1 << 20)
        let sender = try Aside { () throws in
            try one.sendAll(line + "\n" + line)
            one.close()
        }
        let read = other.makeReader(bufferSize: 64, maxLineLength: 1 << 20)
        #expect(try read.readLine() == line)
        #expect(try read.readLine() == line)
        try sender.value()
    }

    @Test func `What came before a failure is still there`() throws {
        let (one, other) = try connectedPair()
        try one.sendAll("partial")
        other.timeout = .milliseconds(2)
        let read = other.makeReader()
        let error = #expect(throws: IOFailure.self) { _ = try read.readLine() }
        #expect(error?.isTimeout == true)
        try one.sendAll(" line\n")
        other.timeout = patience
        #expect(try read.readLine() == "partial line")
    }
}
