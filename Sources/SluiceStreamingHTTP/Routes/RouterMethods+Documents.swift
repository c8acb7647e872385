#if Services
public import Hummingbird
public import SluiceStreaming

extension RouterMethods {
    /// Adds routes whose requests and answers are streams of documents to a router of your own.
    ///
    ///     let router = Router()
    ///     router.documents { routes in
    ///         routes.post("/records", framing: .ndjson) { records, reply in … }
    ///     }
    ///     try await Application(router: router).runService()
    ///
    /// What belongs to connections, and not to requests, is then the application's: timeouts, limits of connections,
    /// `Expect: 100-continue`, 404 and 405. ``DocumentHTTPServer`` has all of it.
    /// - Parameter statistics: What the routes count.
    public func documents(
        statistics: StreamStatistics = StreamStatistics(), _ build: (DocumentRoutes<Context>) -> Void
    ) {
        let routes = DocumentRoutes<Context>(statistics: statistics)
        build(routes)
        routes.table.install(in: self, refusesOthers: false)
    }
}
#endif
