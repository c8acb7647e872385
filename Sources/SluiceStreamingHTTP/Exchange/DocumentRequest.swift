#if Services
public import Hummingbird

/// What was asked for: the request's head, and what the route found in its path.
public struct DocumentRequest: Sendable {
    /// Method, path, query and header fields, as Hummingbird gives them. Its body is read by the route.
    public let http: Request
    /// What the names in the route's path stand for: `id` of `/records/:id`.
    public let parameters: Parameters

    init(_ http: Request, parameters: Parameters) {
        self.http = http
        self.parameters = parameters
    }

    /// The values of the query.
    public var query: Parameters { http.uri.queryParameters }
}
#endif
