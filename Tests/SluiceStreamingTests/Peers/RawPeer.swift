#if Services
import NIOCore
import NIOPosix
@testable import SluiceStreaming

/// A peer that does with its socket what it likes.
final class RawPeer: Sendable {
    let channel: any Channel
    private let inbox: Inbox

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// - Parameters:
    ///   - reads: Whether it takes what is sent to it.
    ///   - receiveBuffer: Bytes that the system takes for it.
    static func connect(
        to address: StreamAddress, reads: Bool = true, receiveBuffer: Int? = nil
    ) async throws -> RawPeer {
        let inbox = Inbox()
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(inbox) }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        let channel =
            switch address {
            case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port).get()
            case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
            }
        return RawPeer(channel, inbox)
    }

    /// Connects, and closes when the closure is done, if that was not done before.
    static func with<Result>(
        _ address: StreamAddress, reads: Bool = true, receiveBuffer: Int? = nil,
        _ body: (RawPeer) async throws -> Result
    ) async throws -> Result {
        let peer = try await connect(to: address, reads: reads, receiveBuffer: receiveBuffer)
        do {
            let result = try await body(peer)
            await peer.close()
            return result
        } catch {
            await peer.close()
            throw error
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Ends its side: FIN.
    func finish() async throws { try await channel.close(mode: .output) }

    func close() async { try? await channel.close() }

    /// Breaks off: RST.
    func reset() async throws {
        try await channel.abortsOnClose().get()
        try? await channel.close()
    }

    /// Takes what is sent from now on.
    func startReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

    /// All that has come, when nothing comes any more.
    func rest() async throws -> String {
        String(decoding: try await inbox.state.wait { $0.isEnded }.bytes, as: UTF8.self)
    }

    /// What has come, when there are so many lines.
    func lines(_ count: Int) async throws -> [String] {
        let state = try await inbox.state.wait { state in
            state.isEnded || state.bytes.count { $0 == UInt8(ascii: "\n") } >= count
        }
        return String(decoding: state.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Waits until that many bytes have come, or no more do.
    func count(_ count: Int) async throws -> Int {
        try await inbox.state.wait { $0.isEnded || $0.bytes.count >= count }.bytes.count
    }

    private final class Inbox: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        struct State {
            var bytes: [UInt8] = []
            var isEnded = false
        }

        let state = Watched(State())

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            state.update { $0.bytes += bytes }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { state.update { $0.isEnded = true } }
        }

        func channelInactive(context: ChannelHandlerContext) { state.update { $0.isEnded = true } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            state.update { $0.isEnded = true }
            context.close(promise: nil)
        }
    }
}
#endif
