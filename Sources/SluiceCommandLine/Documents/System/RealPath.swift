#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Paths as the system resolves them.
package enum RealPath {
    /// Where a path leads when every link is followed; `nil` if nowhere.
    package static func of(_ path: String) -> String? {
        // Safe: with no room given, the system allocates it, and it is ours to free.
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Whether a plain file is there: not a pipe, on which reading would wait, nor a device, which may have no end.
    package static func isFile(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG
    }
}
