#if Services
internal import NIOCore

/// On which threads a server's handlers run.
public enum HandlerPlace: Sendable, Hashable {
    /// On those that Swift's tasks share. A handler that computes for long delays no connection's bytes, and reading one
    /// connection's goes on while its handler works.
    case concurrentPool
    /// On the thread that reads and writes their connection: for handlers that do little between one `await` and the next,
    /// on many connections with small records. No record changes threads, so that it takes less time, and in a busy server far
    /// less at worst. A handler that computes for long, or blocks, delays all other connections of its thread; one that
    /// waits for a future of NIO's with `wait()` traps. The group of threads must not end before the server.
    case eventLoop

    /// What a connection's task prefers.
    func executor(on loop: any EventLoop) -> (any TaskExecutor)? {
        switch self {
        case .concurrentPool: nil
        case .eventLoop: LoopExecutor(loop)
        }
    }
}
#endif
