#if Services
internal import Hummingbird
internal import NIOCore
internal import SluiceStreaming

extension Exchange {
    /// The response to what the handler writes, as soon as that begins.
    ///
    /// - Throws: What the handler throws before that.
    func response() async throws -> Response {
        do {
            let (head, body) = try await head()
            guard let head else { return Response(status: .noContent) }
            var fields = head.fields
            if let body, head.status != .noContent {
                fields[.contentLength] = "\(body.readableBytes)"
                return Response(status: head.status, headers: fields, body: ResponseBody(byteBuffer: body))
            }
            // Where the response is dropped before its body was asked for, nothing else would stop the handler.
            let unsent = Unsent(self)
            return Response(
                status: head.status, headers: fields, body: ResponseBody { try await unsent.exchange.send(to: &$0) })
        } catch {
            fail(error)
            await handlerEnd()
            throw error
        }
    }

    /// Sends what the handler writes, to its end.
    /// - Parameter mayBreakOff: Whether that the client goes is how it ends, and no fault.
    func send(to writer: inout any ResponseBodyWriter, mayBreakOff: Bool = false) async throws {
        do {
            while let bytes = try await next() { try await writer.write(bytes) }
            try await writer.finish(nil)
        } catch {
            if !mayBreakOff { countFailure() }
            fail(mayBreakOff ? CancellationError() : error)
            await handlerEnd()
            throw error
        }
    }

    private final class Unsent: Sendable {
        let exchange: Exchange
        init(_ exchange: Exchange) { self.exchange = exchange }
        deinit { exchange.fail(CancellationError()) }
    }
}
#endif
