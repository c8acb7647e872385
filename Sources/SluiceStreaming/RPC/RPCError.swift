#if Services
internal import SluiceCore
public import SluiceJSON

/// An error as JSON-RPC 2.0 sends it (its section 5.1): of the protocol, or of a method of yours.
public struct RPCError: Error, Sendable, Hashable {
    /// -32768 to -32000 are the protocol's; the others are yours.
    public var code: Int
    /// What happened, in one sentence.
    public var message: String
    /// What else there is to say.
    public var data: JSON?

    public init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// What came was no JSON.
    public static let parseErrorCode = -32700
    /// What came was JSON, but no request.
    public static let invalidRequestCode = -32600
    /// There is no such method.
    public static let methodNotFoundCode = -32601
    /// The method takes other parameters.
    public static let invalidParametersCode = -32602
    /// The method failed, in a way that is not told.
    public static let internalErrorCode = -32603

    /// For methods: these parameters are not what is expected.
    public static func invalidParameters(_ message: String) -> RPCError {
        RPCError(code: invalidParametersCode, message: message)
    }

    static func invalidRequest(_ message: String) -> RPCError { RPCError(code: invalidRequestCode, message: message) }

    /// As an answer holds it; `nil` where it is none.
    init?(_ value: JSON) {
        guard let code = value["code"]?.int, let message = value["message"]?.string else { return nil }
        self.init(code: code, message: message, data: value["data"])
    }

    var json: JSON {
        var value: JSON = ["code": JSON(code), "message": JSON(message)]
        if let data { value["data"] = data }
        return value
    }
}

extension RPCError: CustomStringConvertible {
    public var description: String { "\(message.visible) (\(code))" }
}
#endif
