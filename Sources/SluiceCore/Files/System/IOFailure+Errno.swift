#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

extension IOFailure {
    /// The failure that `errno` stands for, in the system's words.
    package init(_ operation: Operation, _ target: String, errno code: Int32) {
        // Safe: the text stays until the next call on this thread, and is copied here.
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) }
        self.init(operation, target, errno: code, reason: reason ?? "error \(code)")
    }

    /// The failure of the call just made.
    package init(current operation: Operation, _ target: String) {
        self.init(operation, target, errno: lastError())
    }
}

/// The system's `errno`, where a property of that name hides it.
private func lastError() -> Int32 { errno }
