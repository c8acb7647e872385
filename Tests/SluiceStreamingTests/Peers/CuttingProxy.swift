#if Services
import NIOCore
import NIOPosix
import SluiceCore
@testable import SluiceStreaming

/// Stands between a client and a server, and breaks each connection off after so many bytes.
final class CuttingProxy: Sendable {
    /// When a connection is broken off, and how.
    struct Cut: Sendable {
        /// Bytes that pass before it; `nil`: all.
        var upstream: Int?
        var downstream: Int?
        /// By a reset, and not in order.
        var isReset = false
    }

    private let listener: any Channel
    private let clients: Monitor<[any Channel]>
    let address: StreamAddress

    /// - Parameter cut: Asked for each connection, with its number.
    init(to server: StreamAddress, _ cut: @escaping @Sendable (Int) -> Cut) async throws {
        let clients = Monitor<[any Channel]>([])
        self.clients = clients
        listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { client in
                let number = clients.update { clients in
                    clients.append(client)
                    return clients.count - 1
                }
                return Self.join(client, to: server, cut(number))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        address = .tcp(host: "127.0.0.1", port: listener.localAddress?.port ?? 0)
    }

    func close() async { try? await listener.close() }

    /// How many have come.
    var count: Int { clients.update { $0.count } }

    /// Ends all connections now, on both sides.
    func cutAll() { for client in clients.update({ $0 }) { client.close(promise: nil) } }

    private static func join(_ client: any Channel, to server: StreamAddress, _ cut: Cut) -> EventLoopFuture<Void> {
        // On one event loop, so that neither side has to wait for the other's.
        let bootstrap = ClientBootstrap(group: client.eventLoop)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
        let connected =
            switch server {
            case .tcp(let host, let port): bootstrap.connect(host: host, port: port)
            case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        return connected.flatMap { upstream in
            client.eventLoop.makeCompletedFuture {
                try client.pipeline.syncOperations.addHandler(
                    Passage(to: upstream, limit: cut.upstream, isReset: cut.isReset))
                try upstream.pipeline.syncOperations.addHandler(
                    Passage(to: client, limit: cut.downstream, isReset: cut.isReset))
            }.flatMap {
                upstream.setOption(.autoRead, value: true).and(client.setOption(.autoRead, value: true)).map { _ in }
            }
        }.flatMapError { error in
            client.close(promise: nil)
            return client.eventLoop.makeFailedFuture(error)
        }
    }
}

/// One direction.
private final class Passage: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private var left: Int?
    private let isReset: Bool
    private var isOver = false

    init(to other: any Channel, limit: Int?, isReset: Bool) {
        self.other = other
        left = limit
        self.isReset = isReset
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        var bytes = unwrapInboundIn(data)
        if let left {
            let piece = bytes.readSlice(length: min(left, bytes.readableBytes)) ?? ByteBuffer()
            self.left = left - piece.readableBytes
            bytes = piece
        }
        let isLast = left == 0
        isOver = isLast
        let channels = [context.channel, other]
        let isReset = isReset
        other.writeAndFlush(bytes).whenComplete { _ in
            guard isLast else { return }
            // Both, before one of them takes the other along.
            let prepared = isReset ? channels.map { $0.abortsOnClose() } : []
            EventLoopFuture.andAllComplete(prepared, on: channels[0].eventLoop).whenComplete { _ in
                for channel in channels { channel.close(promise: nil) }
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event, !isOver { other.close(mode: .output, promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
#endif
