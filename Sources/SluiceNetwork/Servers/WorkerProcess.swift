#if Services
public import SluiceCore

/// The other side of ``ServerOptions/Workers``: a program that serves connections which a server passes to it.
///
///     try WorkerProcess.serve(handler: Echo.self)
///
/// Python forks a child for each connection. A Swift process cannot: its runtime has locks that other threads may hold, and
/// the child would wait for them for ever. So the children are programs of their own, started once.
public enum WorkerProcess {
    /// Serves what comes by descriptor 3, one connection after the other, until the server ends.
    ///
    /// - Parameter onError: What is told of errors that handlers throw.
    /// - Throws: ``IOFailure`` where descriptor 3 is no socket, or the server is gone in the middle.
    public static func serve(
        handler: BaseRequestHandler.Type, onError: (any Error, SocketAddress) -> Void = { _, _ in }
    ) throws(IOFailure) {
        try serve(on: Socket(fileDescriptor: 3), handler: handler, onError: onError)
    }

    /// The same of what comes by another socket.
    public static func serve(
        on control: Socket, handler: BaseRequestHandler.Type, onError: (any Error, SocketAddress) -> Void = { _, _ in }
    ) throws(IOFailure) {
        while true {
            let (bytes, descriptors, _) = try control.recvFDs(1, maxDescriptors: 1)
            if bytes.isEmpty { return }
            guard let number = descriptors.take().first else { continue }
            let connection = try Socket(fileDescriptor: number)
            let address = (try? connection.peerName) ?? .unix("")
            let conversation = Conversation(.connection(connection), address) {
                handler.init(request: $0, clientAddress: $1, server: $2)
            }
            do { _ = try conversation.serve(for: nil, mayPark: false) } catch { onError(error, address) }
            try? connection.shutdown(.write)
            connection.close()
            try control.sendAll([1])
        }
    }
}
#endif
