#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A new directory for one test; it goes away with all it holds when the last reference does.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() throws {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/sluice-test-XXXXXX".utf8CString)
        let made: String? = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe mkdtemp(buffer.baseAddress!).map { unsafe String(cString: $0) }
        }
        guard let made else { throw SystemFailure(call: "mkdtemp", errno: errno) }
        path = made
    }

    deinit { Self.remove(path) }

    /// The path of a file here, which need not exist.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes a file with these bytes, and says its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o644) throws -> String {
        let path = file(name)
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, mode_t(mode))
        guard number >= 0 else { throw SystemFailure(call: "open", errno: errno) }
        defer { close(number) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Self.put(number, $0.baseAddress! + written, $0.count - written)
            }
            guard count > 0 else { throw SystemFailure(call: "write", errno: errno) }
            written += count
        }
        return path
    }

    /// Makes a file that has these bytes far from its start and a hole before them.
    public func writeSparse(_ bytes: [UInt8], at offset: Int, to name: String) throws {
        let number = unsafe open(file(name), O_WRONLY | O_CREAT | O_TRUNC, mode_t(0o644))
        guard number >= 0 else { throw SystemFailure(call: "open", errno: errno) }
        defer { close(number) }
        let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(number, $0.baseAddress!, $0.count, off_t(offset)) }
        guard count == bytes.count else { throw SystemFailure(call: "pwrite", errno: errno) }
    }

    /// Opens a file to read, with its descriptor standing at `offset`; whoever calls closes it.
    public func openToRead(_ path: String, at offset: Int) throws -> Int32 {
        let number = unsafe open(path, O_RDONLY)
        guard number >= 0, lseek(number, off_t(offset), SEEK_SET) >= 0 else {
            throw SystemFailure(call: "open", errno: errno)
        }
        return number
    }

    /// Opens what is there to write; whoever calls closes it.
    public func openToWrite(_ path: String) throws -> Int32 {
        let number = unsafe open(path, O_WRONLY)
        guard number >= 0 else { throw SystemFailure(call: "open", errno: errno) }
        return number
    }

    private static func put(_ number: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.write(number, bytes, count)
        #elseif canImport(Musl)
        unsafe Musl.write(number, bytes, count)
        #else
        unsafe Darwin.write(number, bytes, count)
        #endif
    }

    private static func remove(_ path: String) {
        if unsafe rmdir(path) == 0 || unlink(path) == 0 { return }
        guard let directory = unsafe opendir(path) else { return }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        unsafe closedir(directory)
        for name in names { remove("\(path)/\(name)") }
        _ = unsafe rmdir(path)
    }
}

/// A call of the system that a test needs and that failed.
public struct SystemFailure: Error {
    public let call: String
    public let errno: Int32

    public init(call: String, errno: Int32) {
        self.call = call
        self.errno = errno
    }
}
