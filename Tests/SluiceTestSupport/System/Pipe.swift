#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A pipe of the system. Whoever takes an end closes it.
public struct Pipe: Sendable {
    public let readEnd: Int32
    public let writeEnd: Int32

    public init() throws {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw SystemFailure(call: "pipe", errno: errno) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    public static func close(_ end: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(end)
        #elseif canImport(Musl)
        _ = Musl.close(end)
        #else
        _ = Darwin.close(end)
        #endif
    }

    public static func makeNonBlocking(_ end: Int32) { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
}
