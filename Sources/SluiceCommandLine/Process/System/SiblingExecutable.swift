package import SluiceCore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Another executable of this package, installed beside this one or on the PATH.
package struct SiblingExecutable {
    package let name: String

    package init(name: String) { self.name = name }

    /// Becomes that executable. Returns only where there is none.
    package func replaceProcess(arguments: [String]) {
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([name] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        if let folder = Self.folder { _ = unsafe execv("\(folder)/\(name)", words) }
        _ = unsafe execvp(name, words)
        for index in unsafe words.indices { unsafe free(words[index]) }
    }

    /// A descriptor for it, from which it reads these bytes to their end. They are no more than a pipe has room for.
    package static func handOver(_ bytes: [UInt8]) throws(IOFailure) -> Int32 {
        var ends: (CInt, CInt) = (0, 0)
        // Safe: room for the two descriptors.
        let isMade = unsafe withUnsafeMutableBytes(of: &ends) {
            unsafe pipe($0.baseAddress?.assumingMemoryBound(to: CInt.self)) == 0
        }
        let count = isMade ? unsafe bytes.withUnsafeBytes { unsafe write(ends.1, $0.baseAddress, $0.count) } : -1
        guard count == bytes.count else { throw IOFailure(.write, "<pipe>", reason: "a pipe is not to be had") }
        close(ends.1)
        return ends.0
    }

    /// The folder that this executable stands in, links followed.
    private static var folder: String? {
        #if os(Linux)
        let own = "/proc/self/exe"
        #else
        let own = CommandLine.arguments[0]
        #endif
        guard let path = unsafe realpath(own, nil) else { return nil }
        defer { unsafe free(path) }
        let text = unsafe String(cString: path)
        return text.lastIndex(of: "/").map { String(text[..<$0]) }
    }
}
