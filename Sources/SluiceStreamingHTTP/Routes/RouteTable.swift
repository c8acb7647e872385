#if Services
internal import Hummingbird

/// The routes that were asked for, until all are there.
final class RouteTable<Context: RequestContext> {
    private var routes: [(path: RouterPath, responders: [HTTPRequest.Method: DocumentRoutes<Context>.Responder])] = []

    func add(
        _ path: RouterPath, _ method: HTTPRequest.Method, _ responder: @escaping DocumentRoutes<Context>.Responder
    ) {
        if let i = routes.firstIndex(where: { $0.path.description == path.description }) {
            precondition(routes[i].responders[method] == nil, "\(method) \(path) has a handler already")
            routes[i].responders[method] = responder
        } else {
            routes.append((path, [method: responder]))
        }
    }

    /// Adds the head of answers that are streams, which are not begun for it.
    func addHead(_ path: RouterPath, _ responder: @escaping @Sendable (Request) throws -> Response) {
        add(path, .head) { request, _ in
            var response = try responder(request)
            // `GET` does not send it. Servers that are not ours would put an end behind a head without it.
            if Connection.current != nil { response.headers[.contentLength] = nil }
            return response
        }
    }

    func has(_ path: RouterPath) -> Bool { routes.contains { $0.path.description == path.description } }

    /// Adds all to a router.
    /// - Parameter refusesOthers: Whether the methods that a path does not have get 405, and not 404. Nobody else may add
    ///   methods to these paths, then.
    func install(in router: some RouterMethods<Context>, refusesOthers: Bool) {
        for (path, given) in routes {
            var responders = given
            if let get = responders[.get], responders[.head] == nil {
                responders[.head] = {
                    let response = try await get($0, $1)
                    // Ours leaves out the body by itself, and knows whether there is one.
                    return Connection.current == nil ? response.createHeadResponse() : response
                }
            }
            for (method, responder) in responders { router.on(path, method: method, use: responder) }
            guard refusesOthers else { continue }
            let allowed = (responders.keys.map(\.rawValue) + ["OPTIONS"]).sorted().joined(separator: ", ")
            for method in Self.methods where responders[method] == nil {
                router.on(path, method: method) { _, _ -> Response in
                    if method == .options { return Response(status: .noContent, headers: [.allow: allowed]) }
                    var problem = Problem(.methodNotAllowed, "the path takes \(allowed)")
                    problem.headers[.allow] = allowed
                    throw problem
                }
            }
        }
    }

    private static var methods: [HTTPRequest.Method] { [.get, .head, .post, .put, .delete, .patch, .options] }
}
#endif
