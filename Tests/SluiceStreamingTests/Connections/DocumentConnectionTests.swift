#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct DocumentConnectionTests {
    @Test func `Each connection has a number of its own, and knows its peer`() async throws {
        let notes = Notes()
        try await serving(.ndjson) { connection in
            notes.add("\(connection.id)")
            if case .tcp("127.0.0.1", let port) = connection.peer, port > 0 { notes.add("peer") }
        } _: { address in
            for _ in 0..<2 {
                try await RawPeer.with(address) { peer in
                    let rest = try await peer.rest()
                    #expect(rest == "")
                }
            }
        }
        #expect(notes.value.count == 4)
        #expect(notes.value[0] != notes.value[2])
        #expect(notes.value[1] == "peer")
    }

    @Test(arguments: [
        DocumentFraming.ndjson, .concatenatedJSON, .jsonSequence, .lengthPrefixed(.uint32BigEndian, content: .json),
        .lengthPrefixed(.varint, content: .json),
    ])
    func `Who waits for an answer before asking more gets one`(framing: DocumentFraming) async throws {
        let answers = try await serving(framing, handler: echo) { address in
            try await DocumentClient(address, framing: framing).withConnection { connection in
                var answers: [JSON?] = []
                var records = connection.records.makeAsyncIterator()
                for number in 1...3 {
                    try await connection.writer.write([JSON(number)])
                    answers.append(try await records.next()?.json)
                }
                return answers
            }
        }
        #expect(answers == [[1], [2], [3]])
    }

    @Test func `Who comes to a socket in the file system is called by its path`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("socket")
        let notes = Notes()
        try await serving(.ndjson, at: .unix(path)) { connection in
            notes.add(connection.peer.description)
        } _: { address in
            try await RawPeer.with(address) { _ = try await $0.rest() }
        }
        #expect(notes.value == ["unix:\(path)"])
    }

    @Test(arguments: [
        (DocumentFraming.ndjson, "", "end"), (.ndjson, "{\"deliv", "truncated: "),
        (.ndjson, "{\"a\":1}\n", "{\"a\":1}"),
        (.wholeDocument(.json), "", "truncated: "),
    ])
    func `Whether a delivery is opened can be asked of a stream that ends early, and its end is checked`(
        framing: DocumentFraming, text: String, first: String
    ) async throws {
        let notes = Notes()
        try await serving(framing) { connection in
            notes.add("\(try await connection.opensDelivery())")
            try await notes.take(connection)
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send(text)
                try await peer.finish()
                _ = try await peer.rest()
            }
        }
        #expect(notes.value.first == "false")
        #expect(notes.value.dropFirst().first?.hasPrefix(first) == true, "\(notes.value)")
    }

    @Test func `The root around stanzas is there before the first of them`() async throws {
        try await serving(.xmlStanzas) { connection in
            let root = try await connection.root()
            #expect(root?.attributes["to"] == "here")
            try await connection.writer.open(StanzaRoot(XML.QName("s"), attributes: ["from": "here"]))
            for try await record in connection.records { try await connection.writer.write(record) }
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("<s to='here'>\n")
                try await peer.send("<a/>\n</s>")
                try await peer.finish()
                let rest = try await peer.rest()
                #expect(rest.filter { $0 != "\n" }.hasSuffix("<s from=\"here\"><a/></s>"), "\(rest)")
            }
        }
    }

    @Test func `Events come of one document while its bytes do, and its end is checked`() async throws {
        let notes = Notes()
        try await serving(.wholeDocument(.json)) { connection in
            do {
                _ = try await connection.parse(Counting())
                notes.add("good")
            } catch let error as ParseError {
                notes.add("\(error.code): \(error.message)")
            }
        } _: { address in
            for text in ["[1,2,[3]]", "[1,", "[1]]"] { try await give(text, to: address) }
        }
        #expect(notes.value.count == 3)
        #expect(notes.value.first == "good")
        #expect(notes.value[1].hasPrefix("truncated: "), "\(notes.value)")
        #expect(notes.value[2].hasPrefix("syntax: "), "\(notes.value)")
    }

    @Test func `Events of XML come of stanzas in a root, too`() async throws {
        let notes = Notes()
        try await serving(.xmlStanzas) { connection in
            notes.add(try await connection.parse(Names()).names)
        } _: { address in
            try await RawPeer.with(address) { peer in
                for piece in ["<s><a", "/><b", "></b></", "s>"] { try await peer.send(piece) }
                try await peer.finish()
                _ = try await peer.rest()
            }
        }
        #expect(notes.value == ["s a b "])
    }

    @Test func `Events keep to the limits of the server, unless they are given their own`() async throws {
        let notes = Notes()
        var limits = ServerLimits.patient
        limits.stream.streamBytes = 9
        limits.stream.parser.depth = 2
        try await serving(.wholeDocument(.json), limits: limits) { connection in
            do {
                _ = try await connection.parse(Counting())
                notes.add("good")
            } catch let error as ParseError {
                notes.add("\(error.code) \(error.message.split(separator: "(").last ?? "")")
            }
        } _: { address in
            for text in ["[1,[2]]  ", "[1,[2]]   ", "[[[1]]]"] { try await give(text, to: address) }
        }
        #expect(notes.value == ["good", "limitExceeded documentBytes)", "limitExceeded the limit depth)"])
        let own = Notes()
        try await serving(.wholeDocument(.xml), limits: limits) { connection in
            var options = XML.ParserOptions()
            options.limits.depth = 3
            own.add(try await connection.parse(Names(), options: options).names)
        } _: { address in
            try await give("<a><b><c/></b></a>", to: address)
        }
        #expect(own.value == ["a b c "])
    }

    /// Sends one document on a connection of its own, and waits for the end.
    private func give(_ text: String, to address: StreamAddress) async throws {
        try await RawPeer.with(address) { peer in
            try await peer.send(text)
            try await peer.finish()
            _ = try await peer.rest()
        }
    }

    private struct Counting: JSON.ContentHandler {}

    private struct Names: XML.ContentHandler {
        var names = ""
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { names += "\(String(name.local)) " }
    }
}
#endif
