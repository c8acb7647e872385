#if Services
public import Hummingbird
public import SluiceStreaming

/// What is wrong with a request, as the answer says it: `application/problem+json` (RFC 9457).
///
///     {"title":"Bad Request","status":400,"detail":"expected a value but found 'x'","code":"syntax","record":2,
///      "offset":17,"line":3,"column":1}
///
/// Thrown by a handler before it has written anything, it becomes the answer. Control characters in it are escaped, as
/// everywhere in JSON.
public struct Problem: Error, Sendable, Hashable {
    public var status: HTTPResponse.Status
    /// What is wrong, for people.
    public var detail: String
    /// Further members: `code`, `record` and the place of a bad record, say. In that order.
    public var members: [Member] = []
    /// Further header fields of the answer.
    public var headers: HTTPFields = [:]

    public init(_ status: HTTPResponse.Status, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    /// A further member of the answer.
    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// What is wrong with a stream: 413 where a limit was passed, else 400.
    public init(_ error: StreamError) {
        self.init(error.code == .limitExceeded ? .contentTooLarge : .badRequest, error.message)
        members = [
            Member("code", JSON(error.code.description)), Member("record", JSON(error.ordinal)),
            Member("offset", JSON(error.offset)), Member("line", JSON(error.cause.position.line)),
            Member("column", JSON(error.cause.position.column)),
        ]
        if !error.cause.path.isEmpty { members.append(Member("path", JSON(error.cause.path))) }
    }

    /// The answer's body.
    public var json: JSON {
        var json: JSON = ["title": JSON(status.reasonPhrase), "status": JSON(status.code), "detail": JSON(detail)]
        for member in members { json[member.name] = member.value }
        return json
    }
}

extension Problem: CustomStringConvertible {
    /// `400 Bad Request: expected a value but found 'x'`
    public var description: String { "\(status.code) \(status.reasonPhrase): \(detail)" }
}

extension Problem: HTTPResponseError {
    public func response(from request: Request, context: some RequestContext) throws -> Response { try response }

    var response: Response {
        get throws {
            var headers = headers
            let body = ByteBuffer(bytes: try json.dumpsBytes() + [UInt8(ascii: "\n")])
            headers[.contentType] = "application/problem+json"
            headers[.contentLength] = "\(body.readableBytes)"
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
        }
    }

    /// What an error of a handler comes to; `nil` where it has an answer of its own.
    static func of(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let error as StreamError: Problem(error)
        case is any HTTPResponseError: nil
        case is CancellationError: Problem(.serviceUnavailable, "the server ends")
        // What else went wrong is the server's own affair.
        default: Problem(.internalServerError, "the request could not be handled")
        }
    }
}
#endif
