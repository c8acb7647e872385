#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

#if canImport(Darwin)
private typealias FileActions = posix_spawn_file_actions_t?
#else
private typealias FileActions = posix_spawn_file_actions_t
#endif

/// Programs of the system that tests compare with.
public enum Command {
    /// Runs a line of the shell and says how it ended: its exit status, or -1 where it could not start.
    @discardableResult
    public static func run(_ line: String) -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("sh"), strdup("-c"), strdup(line), nil]
        defer {
            for i in 0..<3 { unsafe free(arguments[i]) }
        }
        var process = pid_t()
        // What it would inherit stays open until it ends: sockets, say, that a test has closed to see what comes of it.
        var actions = unsafe FileActions()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for number in 3..<min(getdtablesize(), 4096) where fcntl(number, F_GETFD) >= 0 {
            unsafe posix_spawn_file_actions_addclose(&actions, number)
        }
        let status = unsafe posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, environ)
        guard status == 0 else { return -1 }
        return end(of: process)
    }

    /// Waits until a process has ended, and says how.
    private static func end(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
    }

    /// Ends a process at once, with no time to do anything.
    public static func kill(_ process: Int) { _ = signal(pid_t(process), SIGKILL) }

    private static func signal(_ process: pid_t, _ number: Int32) -> Int32 {
        #if canImport(Glibc)
        Glibc.kill(process, number)
        #elseif canImport(Musl)
        Musl.kill(process, number)
        #else
        Darwin.kill(process, number)
        #endif
    }

    /// Whether the tests run as one for whom file permissions do not count.
    public static var isSuperuser: Bool { geteuid() == 0 }

    /// Whether the shell finds a program of this name.
    public static func exists(_ name: String) -> Bool { run("command -v \(name) >/dev/null 2>&1") == 0 }
}
