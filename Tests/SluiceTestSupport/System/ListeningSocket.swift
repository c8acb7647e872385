#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A socket on this machine that sees who connects.
public final class ListeningSocket: Sendable {
    private let descriptor: Int32
    public let port: UInt16

    public init() throws {
        #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
        #else
        let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        self.descriptor = descriptor
        guard descriptor >= 0 else { throw SystemFailure(call: "socket", errno: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: an address of the Internet is an address, and says how long it is.
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw SystemFailure(call: "listen", errno: errno) }
        port = UInt16(bigEndian: address.sin_port)
        Pipe.makeNonBlocking(descriptor)
    }

    deinit { Pipe.close(descriptor) }

    /// Whether anyone has connected since this was last asked.
    public var hasSeen: Bool {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return false }
        Pipe.close(connection)
        return true
    }
}
