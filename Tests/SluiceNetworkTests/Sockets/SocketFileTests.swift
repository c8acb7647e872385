import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

@Suite struct SocketFileTests {
    @Test func `A conversation by lines`() throws {
        let (one, other) = try connectedPair()
        let peer = try Aside { () throws in
            let file = other.makeFile()
            while let line = try file.readLine() {
                try file.write(line.uppercased() + "\r\n")
                try file.flush()
            }
            other.close()
        }
        let file = one.makeFile()
        for word in ["hello", "world"] {
            try file.write(word + "\r\n")
            try file.flush()
            #expect(try file.readLine(keepsEnd: true) == word.uppercased() + "\r\n")
        }
        try file.write("12345".utf8.span)
        try file.flush()
        try one.shutdown(.write)
        #expect(try file.read(exactly: 3) == Array("123".utf8))
        #expect(try file.read(100) == Array("45\r\n".utf8))
        #expect(try file.readLines() == [])
        #expect(try file.readAll() == [])
        try peer.value()
    }

    @Test func `It is a source of what is buffered and what is not`() throws {
        let (one, other) = try connectedPair()
        try one.sendAll("line\nrest")
        one.close()
        var file = other.makeFile(bufferSize: 6)
        #expect(try file.readLine() == "line")
        #expect(try file.drain() == Array("rest".utf8))
        #expect(file.name == "socket")
        #expect(!other.isClosed)
    }
}
