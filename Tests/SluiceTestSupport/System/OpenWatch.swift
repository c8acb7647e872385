#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

#if os(Linux)
/// Sees who opens the files of a folder, by whatever path: the system itself tells.
public final class OpenWatch: Sendable {
    private let queue: Int32

    public init(_ folder: String) throws {
        queue = inotify_init1(Int32(bitPattern: UInt32(O_NONBLOCK | O_CLOEXEC)))
        guard queue >= 0 else { throw SystemFailure(call: "inotify_init1", errno: errno) }
        guard unsafe inotify_add_watch(queue, folder, UInt32(IN_OPEN | IN_ACCESS)) >= 0 else {
            throw SystemFailure(call: "inotify_add_watch", errno: errno)
        }
    }

    deinit { Pipe.close(queue) }

    /// Whether any was opened since this was last asked.
    public var hasSeen: Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        return unsafe buffer.withUnsafeMutableBytes { unsafe read(queue, $0.baseAddress, $0.count) } > 0
    }
}
#endif
