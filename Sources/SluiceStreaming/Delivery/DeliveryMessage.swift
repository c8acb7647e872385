#if Services
internal import SluiceJSON

/// What both sides of a delivery say to each other, beside the records: a line of JSON each.
///
///     client  {"delivery":1,"stream":"orders-7","framing":"ndjson"}
///     server  {"received":1200}            records of the stream that it has kept: the client goes on behind them
///     client  records, framed as it has said; where values only follow one another, a line feed behind each, the last one, too
///     server  {"received":1500}            again and again
///     client  ends its side
///     server  {"received":1800,"complete":true}
///
/// A record that the server cannot take is answered by `{"received":1500,"error":"…"}`, and the end of the connection; where it
/// is the server that fails, and may not another time, by `{"received":1500,"error":"…","retry":true}`.
enum DeliveryMessage {
    /// Bytes of a line.
    static let limit = 64 << 10
    /// Bytes of a stream's name, which a server keeps as long as it has the stream.
    static let nameLimit = 1 << 10
    /// How every delivery begins. A record may: then it is taken for one.
    static let opening = Array(#"{"delivery":1,"stream":""#.utf8)

    /// The line that opens a delivery.
    struct Opening {
        let stream: String
        let framing: String

        init(stream: String, framing: DocumentFraming) {
            self.stream = stream
            self.framing = framing.description
        }

        init?(_ line: [UInt8]) {
            guard let value = try? JSON.loads(line), value["delivery"]?.int == 1, let stream = value["stream"]?.string,
                let framing = value["framing"]?.string
            else { return nil }
            self.stream = stream
            self.framing = framing
        }

        var line: [UInt8] {
            let value: JSON = ["delivery": 1, "stream": JSON(stream), "framing": JSON(framing)]
            return Array(value.description.utf8) + [UInt8(ascii: "\n")]
        }
    }

    /// A line of the server's.
    struct Receipt {
        var received: Int
        var isComplete = false
        var error: String?
        /// Whether the error may be none another time.
        var mayPass = false

        init(received: Int, isComplete: Bool = false, error: String? = nil, mayPass: Bool = false) {
            self.received = received
            self.isComplete = isComplete
            self.error = error
            self.mayPass = mayPass
        }

        init?(_ line: [UInt8]) {
            guard let value = try? JSON.loads(line), let received = value["received"]?.int, received >= 0 else {
                return nil
            }
            self.received = received
            isComplete = value["complete"]?.bool ?? false
            error = value["error"]?.string
            mayPass = value["retry"]?.bool ?? false
        }

        var line: [UInt8] {
            var value: JSON = ["received": JSON(received)]
            if isComplete { value["complete"] = true }
            if let error { value["error"] = JSON(error) }
            if mayPass { value["retry"] = true }
            return Array(value.description.utf8) + [UInt8(ascii: "\n")]
        }
    }
}
#endif
