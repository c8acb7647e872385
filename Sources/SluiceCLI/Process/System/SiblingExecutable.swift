#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Another executable of this package, installed beside this one or on the PATH.
struct SiblingExecutable {
    let name: String

    /// Becomes that executable. Returns only where there is none.
    func replaceProcess(arguments: [String]) {
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([name] + arguments).map { unsafe strdup($0) }
        unsafe words.append(nil)
        if let folder = Self.folder { _ = unsafe execv("\(folder)/\(name)", words) }
        _ = unsafe execvp(name, words)
        for index in unsafe words.indices { unsafe free(words[index]) }
    }

    /// The folder that this executable stands in, links followed.
    static var folder: String? {
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
