#if Services
internal import SluiceJSON

/// A request as it came, found good.
struct RPCRequest {
    let method: String
    let parameters: JSON?
    /// What the answer has to repeat; `nil` for a notification, which gets none.
    let id: JSON?

    /// - Throws: ``RPCError``: what makes it no request.
    init(_ value: JSON) throws(RPCError) {
        guard case .object = value.kind else { throw .invalidRequest("a request is an object") }
        guard value["jsonrpc"]?.string == "2.0" else { throw .invalidRequest("\"jsonrpc\" is to be \"2.0\"") }
        guard let method = value["method"]?.string else { throw .invalidRequest("\"method\" is to be a string") }
        switch value["params"]?.kind {
        case nil, .object, .array: break
        default: throw .invalidRequest("\"params\" is to be an array or an object")
        }
        switch value["id"]?.kind {
        case nil, .string, .number, .null: break
        default: throw .invalidRequest("\"id\" is to be a string, a number or null")
        }
        self.method = method
        parameters = value["params"]
        id = value["id"]
    }

    /// The identifier of what may be no request at all.
    static func id(of value: JSON) -> JSON {
        guard let id = value["id"] else { return .null }
        switch id.kind {
        case .string, .number: return id
        default: return .null
        }
    }

    static func answer(_ id: JSON, _ result: Result<JSON, RPCError>) -> JSON {
        switch result {
        case .success(let value): ["jsonrpc": "2.0", "result": value, "id": id]
        case .failure(let error): ["jsonrpc": "2.0", "error": error.json, "id": id]
        }
    }
}
#endif
