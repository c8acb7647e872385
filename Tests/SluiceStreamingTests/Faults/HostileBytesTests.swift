#if Services
import NIOCore
import SluiceCore
@testable import SluiceStreaming
import SluiceTestSupport
import Testing

/// Lengths that lie, and bytes that arrive in any pieces.
@Suite(.timeLimit(.minutes(10))) struct HostileBytesTests {
    private static let four = DocumentFraming.lengthPrefixed(.uint32BigEndian, content: .json)
    private static let varint = DocumentFraming.lengthPrefixed(.varint, content: .json)

    @Test(arguments: [
        (four, [0x7F, 0xFF, 0xFF, 0xFF], declared(2_147_483_647)),
        (four, [0xFF, 0xFF, 0xFF, 0xFF], declared(4_294_967_295)),
        (four, [0, 0, 0, 0], "syntax: expected a document but the frame is empty"),
        (varint, Array(repeating: 0x80, count: 9) + [0x01], declared(9_223_372_036_854_775_808)),
        (varint, Array(repeating: 0xFF, count: 9) + [0x01], declared(18_446_744_073_709_551_615)),
        (varint, Array(repeating: 0xFF, count: 10), "syntax: expected a length of at most 64 bits in at most 10 bytes"),
        (varint, [0x00], "syntax: expected a document but the frame is empty"),
    ])
    func `A length beyond all bounds is refused before a byte of the document comes`(
        framing: DocumentFraming, length: [UInt8], expected: String
    ) async throws {
        let notes = Notes()
        try await serving(framing, handler: notes.take) { address in
            for pieces in [[length], length.map { [$0] }] {
                try await RawPeer.with(address) { peer in
                    try await peer.send(framing == Self.four ? frame("[1]") : [3] + Array("[1]".utf8))
                    // It is refused though nothing follows: the peer waits.
                    for piece in pieces { try await peer.send(piece) }
                    let rest = try await peer.rest()
                    #expect(rest == "")
                }
            }
        }
        #expect(notes.value == ["[1]", expected, "[1]", expected])
    }

    private static func declared(_ count: UInt) -> String {
        "limitExceeded: a record of \(count) bytes is declared, longer than 16777216 (the limit recordBytes)"
    }

    @Test func `More bytes than were declared are the next length`() async throws {
        let notes = Notes()
        try await serving(Self.four, handler: notes.take) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send(frame("[1]") + Array("]]]]]".utf8))
                _ = try await peer.rest()
            }
        }
        #expect(notes.value == ["[1]", Self.declared(0x5D5D_5D5D)])
    }

    @Test func `A record or a stream beyond its limit is refused while it comes`() async throws {
        var limits = ServerLimits()
        limits.stream.recordBytes = 1000
        limits.stream.streamBytes = 5000
        limits.stream.records = 3
        let notes = Notes()
        try await serving(.ndjson, limits: limits, handler: notes.take) { address in
            for text in [
                "[1]\n\"" + String(repeating: "x", count: 2000), String(repeating: " \n", count: 4000),
                String(repeating: "[2]\n", count: 5),
            ] {
                try await RawPeer.with(address) { peer in
                    try await peer.send(text)
                    _ = try await peer.rest()
                }
            }
        }
        #expect(notes.value.filter { $0.hasPrefix("[") } == ["[1]", "[2]", "[2]", "[2]"])
        let faults = notes.value.filter { !$0.hasPrefix("[") }
        for (fault, limit) in zip(faults, ["recordBytes", "streamBytes", "records"]) {
            #expect(fault.hasPrefix("limitExceeded: ") && fault.hasSuffix("(the limit \(limit))"), "\(fault)")
        }
        #expect(faults.count == 3)
    }

    // MARK: - Pieces

    private static let streams: [(DocumentFraming, [UInt8], [String])] = [
        (.ndjson, Array("{\"a\":\"é\\u20ac😀\"}\r\n\r\n[1,2.5]\n".utf8), ["{\"a\":\"é€😀\"}", "[1,2.5]", "end"]),
        (.concatenatedJSON, Array("1 [\"\\ud83d\\ude00\"]{} true".utf8), ["1", "[\"😀\"]", "{}", "true", "end"]),
        (.jsonSequence, Array("\u{1E}[\"ä\"]\n\u{1E}12\n".utf8), ["[\"ä\"]", "12", "end"]),
        (four, frame("[\"ä\"]") + frame("{\"b\":null}"), ["[\"ä\"]", "{\"b\":null}", "end"]),
        (
            .xmlStanzas, Array("<s><a x='ü'>&amp;é<![CDATA[]]]]>\r\n</a><b/></s>".utf8),
            ["<a x=\"ü\">&amp;é]]\n</a>", "<b />", "end"]
        ),
        (.wholeDocument(.xml), Array("\u{FEFF}<?xml version='1.0'?><r>é</r>".utf8), ["<r>é</r>", "end"]),
    ]

    @Test(arguments: streams)
    func `Wherever the bytes are cut on their way, the same documents come`(
        framing: DocumentFraming, bytes: [UInt8], expected: [String]
    ) async throws {
        let outcomes = Watched([String]())
        let names = (0..<bytes.count + 1).map { $0 == 0 ? "byte by byte" : "cut at \($0)" }
        try await serving(framing) { connection in
            let notes = Notes()
            try? await notes.take(connection)
            let found = notes.value
            outcomes.update { $0.append(found == expected ? "as expected" : "\(found)") }
        } _: { address in
            for at in names.indices {
                try await RawPeer.with(address) { peer in
                    let pieces = at == 0 ? bytes.map { [$0] } : [Array(bytes[..<at]), Array(bytes[at...])]
                    // Each is written, and waited for, by itself: the system may still join them.
                    for piece in pieces where !piece.isEmpty { try await peer.send(piece) }
                    try await peer.finish()
                    _ = try await peer.rest()
                }
            }
        }
        #expect(outcomes.value == names.map { _ in "as expected" })
    }

    @Test func `Many documents in one write, and white space between them, come one by one`() async throws {
        let count = 5000
        let notes = Notes()
        try await serving(.ndjson, handler: notes.take) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send((0..<count).map { "\n  \t[\($0)]  \r\n" }.joined())
                try await peer.finish()
                _ = try await peer.rest()
            }
        }
        #expect(notes.value == (0..<count).map { "[\($0)]" } + ["end"])
    }

    @Test func `After a bad record nothing follows, and the peer learns that by the end`() async throws {
        let notes = Notes()
        try await serving(.ndjson, handler: notes.take) { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n[oops]\n[3]\n")
                let rest = try await peer.rest()
                #expect(rest == "")
            }
        }
        #expect(notes.value.count == 2)
        #expect(notes.value.first == "[1]")
        #expect(notes.value.last?.hasPrefix("syntax: ") == true)
    }

    @Test func `Who resynchronises goes on behind a bad record`() async throws {
        let notes = Notes()
        try await serving(.ndjson, options: .resynchronising) { connection in
            var records = connection.records.makeAsyncIterator()
            while true {
                do {
                    guard let record = try await records.next() else { return notes.add("end") }
                    notes.add(StreamOutcome.describe(record))
                } catch let error as StreamError where error.isResumable {
                    notes.add("bad record \(error.ordinal)")
                }
            }
        } _: { address in
            try await RawPeer.with(address) { peer in
                try await peer.send("[1]\n[oops]\n\u{0}\n[3]\n{\n")
                try await peer.finish()
                _ = try await peer.rest()
            }
        }
        #expect(notes.value == ["[1]", "bad record 1", "bad record 2", "[3]", "bad record 4", "end"])
    }
}
#endif
