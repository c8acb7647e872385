#if Services
internal import Hummingbird
public import SluiceStreaming

/// An event as browsers receive it (HTML, section 9.2, server-sent events).
public struct ServerSentEvent: Sendable, Hashable {
    /// What a client that comes back says it has seen last. In a line of its own, as are the others: line ends and NUL in
    /// it are left out.
    public var id: String?
    /// Its type: what a browser's `addEventListener` is called with. `message` where there is none.
    public var event: String?
    /// What it says. Several lines are sent as such; every line end becomes LF.
    public var data: String
    /// How long a client is to wait before it comes back.
    public var retry: Duration?

    public init(id: String? = nil, event: String? = nil, data: String, retry: Duration? = nil) {
        self.id = id
        self.event = event
        self.data = data
        self.retry = retry
    }

    /// An event that is a JSON value.
    ///
    /// - Throws: `WriterError` for a number that JSON has no text for.
    public init(id: String? = nil, event: String? = nil, data: JSON, retry: Duration? = nil) throws {
        self.init(
            id: id, event: event, data: String(decoding: try data.dumpsBytes(), as: UTF8.self), retry: retry)
    }

    /// The event as it is sent.
    var text: String {
        var text = ""
        if let id { text += "id: \(Self.line(id))\n" }
        if let event { text += "event: \(Self.line(event))\n" }
        if let retry { text += "retry: \(max(Int(retry.seconds * 1000), 0))\n" }
        // Of CR LF Swift makes one character, which is a newline, as are those of other alphabets: they are none here.
        for line in Self.lines(data) { text += "data: \(line)\n" }
        return text + "\n"
    }

    /// A comment, which clients pass over.
    static func comment(_ text: String) -> String { lines(text).map { ": \($0)\n" }.joined() + "\n" }

    private static func line(_ text: String) -> String {
        String(decoding: text.utf8.filter { $0 != 0 && $0 != 10 && $0 != 13 }, as: UTF8.self)
    }

    private static func lines(_ text: String) -> [String] {
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 13 || (byte == 10 && previous != 13) { lines.append([]) }
            if byte != 13, byte != 10 { lines[lines.count - 1].append(byte) }
            previous = byte
        }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }
}

extension DocumentRequest {
    /// The id of the event that the client has seen last, if it comes back: go on behind it.
    public var lastEventID: String? { http.headers[.lastEventID] }
}
#endif
