#if Services
import NIOCore
import SluiceStreaming

/// What a peer does wrong, or the system, and does again and again. In the order of their kinds: ends, resets, slow senders,
/// slow readers, sizes, bytes cut in two, many documents, connections, room, TLS, cancellation, handlers, small buffers,
/// churn, calls, control characters.
enum RepeatedFault: CaseIterable {
    case endsWithinRecord
    case resetsWithinRecord, resetsAtOnce, resetsWhileServerWrites
    case startsRecordAndWaits
    case neverReads
    case sendsTooMuch, declaresTooMuch
    case cutsCharacters
    case sendsManyAndBad
    case comesInCrowds
    case fillsDisk
    case speaksNoTLS, leavesHandshake
    case cancelsReading
    case makesHandlerThrow, makesHandlerWriteLate
    case sendsByBytes
    case comesAndGoes
    case asksAndLeaves
    case sendsControlCharacters

    /// How the server is started.
    func options(_ certificates: Certificates?, folder: String) -> (arguments: String, prefix: String) {
        switch self {
        case .startsRecordAndWaits: ("--window 200", "")
        case .sendsTooMuch: ("--record 4096", "")
        case .declaresTooMuch: ("--framing length-json", "")
        case .comesInCrowds: ("--connections 8", "")
        // Who does not listen does not learn that the server has had enough of him, either: the next waits until it has.
        case .resetsWhileServerWrites, .neverReads, .asksAndLeaves: ("--connections 8", "")
        case .fillsDisk: ("--keep '\(folder)/out'", "trap '' XFSZ; ulimit -f 8;")
        case .speaksNoTLS, .leavesHandshake:
            ("--tls '\(certificates?.certificate("good") ?? "")' --key '\(certificates?.key("good") ?? "")'", "")
        default: ("", "")
        }
    }

    var isOfTLS: Bool { self == .speaksNoTLS || self == .leavesHandshake }

    /// Peers at a time.
    var lanes: Int {
        switch self {
        case .startsRecordAndWaits: 64
        case .neverReads, .resetsWhileServerWrites: 4
        default: 16
        }
    }

    /// Who keeps to what was agreed on, and is to be served all the while; nobody, where the server only keeps.
    func client(of subject: Subject, _ certificates: Certificates?) throws -> DocumentClient? {
        if self == .fillsDisk { return nil }
        return DocumentClient(
            subject.address,
            framing: self == .declaresTooMuch ? .lengthPrefixed(.uint32BigEndian, content: .json) : .ndjson,
            tls: isOfTLS ? try certificates?.client() : nil)
    }

    /// Does it once; what the peer has been answered, where it listens.
    func commit(against subject: Subject) async throws -> String {
        switch self {
        case .endsWithinRecord: try await talk(subject, "[1]\n[") { try await $0.finish() }
        case .resetsWithinRecord:
            try await talk(subject, "[1]\n[", listens: false) { peer in
                _ = try await peer.lines(1)
                try await peer.reset()
            }
        case .resetsAtOnce: try await talk(subject, "", listens: false) { try await $0.reset() }
        case .resetsWhileServerWrites: try await flood(subject) { try await $0.reset() }
        case .neverReads: try await flood(subject) { _ in }
        case .startsRecordAndWaits, .sendsTooMuch, .declaresTooMuch, .speaksNoTLS, .makesHandlerThrow,
            .makesHandlerWriteLate, .sendsControlCharacters, .sendsManyAndBad:
            try await talk(subject, words) { _ in }
        case .leavesHandshake:
            try await talk(subject, [0x16, 3, 1, 0x02, 0, 1], listens: false) { _ in }
        case .cutsCharacters:
            try await talk(subject, [0x22, 0xC3]) { peer in
                try await peer.send([0xA9, 0x22, 0x0A, 0x22, 0xC3])
                try await peer.finish()
            }
        case .sendsByBytes:
            try await talk(subject, "") { peer in
                for byte in "[1]\n[2]\n".utf8 { try await peer.send([byte]) }
                try await peer.finish()
            }
        case .comesInCrowds: try await talk(subject, "[1]\n") { try await $0.finish() }
        case .comesAndGoes: try await talk(subject, "", listens: false) { _ in }
        case .asksAndLeaves: try await leavesBehindCalls(subject)
        case .cancelsReading: try await cancelled(subject)
        case .fillsDisk:
            await caught {
                // More than the server may keep, in blocks of 512 bytes.
                let record = JSON(String(repeating: "x", count: 8192))
                try await DocumentClient(subject.address, framing: .ndjson).deliver(
                    .records([.json(record)]), stream: "a")
            } ?? ""
        }
    }

    /// What a peer says that only says something.
    private var words: [UInt8] {
        switch self {
        case .startsRecordAndWaits: Array("[1]\n[".utf8)
        case .sendsTooMuch: Array("[\(String(repeating: "1", count: 5000))".utf8)
        case .declaresTooMuch: [0xFF, 0xFF, 0xFF, 0xFF]
        case .makesHandlerThrow: Array("\"throw\"\n".utf8)
        case .makesHandlerWriteLate: Array("\"late\"\n".utf8)
        case .sendsControlCharacters: Array("\u{1b}[2J\u{0}\n".utf8)
        case .sendsManyAndBad: Array((String(repeating: "[1]\n", count: 20) + "}\n").utf8)
        // TLS looks at five bytes before it decides.
        default: Array("[1]\n[2]\n".utf8)
        }
    }

    /// What a peer is answered that listens; `nil` where that is TLS's.
    var answer: String? {
        switch self {
        case .speaksNoTLS: nil
        case .endsWithinRecord, .startsRecordAndWaits, .comesInCrowds: "[1]\n"
        case .cutsCharacters: "\"é\"\n"
        case .sendsByBytes: "[1]\n[2]\n"
        case .sendsManyAndBad: String(repeating: "[1]\n", count: 20)
        case .fillsDisk: "unavailable: the server could not keep the records"
        case .cancelsReading: "CancellationError()"
        default: ""
        }
    }

    // MARK: - Ways

    private func talk(
        _ subject: Subject, _ text: String, listens: Bool = true, _ goOn: (RawPeer) async throws -> Void
    ) async throws -> String {
        try await talk(subject, Array(text.utf8), listens: listens, goOn)
    }

    private func talk(
        _ subject: Subject, _ bytes: [UInt8], listens: Bool = true, _ goOn: (RawPeer) async throws -> Void
    ) async throws -> String {
        try await RawPeer.with(subject.address) { peer in
            if !bytes.isEmpty { try await peer.send(bytes) }
            try await goOn(peer)
            return listens ? try await peer.rest() : ""
        }
    }

    /// Asks for more than the system takes, and reads none of it.
    private func flood(_ subject: Subject, _ goOn: (RawPeer) async throws -> Void) async throws -> String {
        let line = ByteBuffer(string: "\"" + String(repeating: "x", count: 32_000) + "\"\n")
        return try await RawPeer.with(subject.address, reads: false, receiveBuffer: 4096) { peer in
            for _ in 0..<8 { peer.channel.write(line, promise: nil) }
            try await peer.channel.writeAndFlush(line)
            try await goOn(peer)
            return ""
        }
    }

    /// Listens to the first of many answers, and leaves.
    private func leavesBehindCalls(_ subject: Subject) async throws -> String {
        try await RawPeer.with(subject.control) { peer in
            let call = #"{"jsonrpc":"2.0","id":1,"method":"address"}"# + "\n"
            try await peer.send(String(repeating: call, count: 50))
            _ = try await peer.lines(1)
            return ""
        }
    }

    private func cancelled(_ subject: Subject) async throws -> String {
        let isReading = Watched(false)
        let client = Task {
            try await DocumentClient(subject.address, framing: .ndjson).withConnection { connection in
                try await connection.writer.write([1])
                for try await _ in connection.records { isReading.update { $0 = true } }
            }
        }
        try await isReading.wait { $0 }
        client.cancel()
        return await caught { try await client.value } ?? ""
    }
}
#endif
