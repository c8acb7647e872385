#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A process that a test has started, with signals as a shell would hand them to it.
struct ChildProcess {
    private let number: pid_t

    /// - Parameter streams: Descriptors that become its standard input, output and error.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String, streams: [Int32]
    ) throws {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t? = nil
        var attributes: posix_spawnattr_t? = nil
        #else
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        for (stream, descriptor) in streams.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
        }
        // The threads of tests block signals, and tests in the background ignore some.
        var none = sigset_t()
        var usual = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigemptyset(&usual)
        unsafe sigaddset(&usual, SIGINT)
        unsafe sigaddset(&usual, SIGPIPE)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

        // The shell goes to the folder and becomes the executable: spawning alone cannot do that everywhere.
        let line = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder, executable] + arguments
        let words = unsafe Self.strings(line)
        let settings = unsafe Self.strings(environment.map { "\($0)=\($1)" })
        defer {
            for index in unsafe words.indices { unsafe free(words[index]) }
            for index in unsafe settings.indices { unsafe free(settings[index]) }
        }
        var child = pid_t()
        let code = unsafe posix_spawn(&child, "/bin/sh", &actions, &attributes, words, settings)
        guard code == 0 else { throw Failure(code: code) }
        number = child
    }

    /// The system's reason for not starting it.
    struct Failure: Error { let code: Int32 }

    /// Ctrl-C.
    func interrupt() { kill(number, SIGINT) }

    /// Waits for its end: the status it exits with, or 128 and the signal that ended it.
    func wait() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(number, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        unsafe texts.map { unsafe strdup($0) } + [nil]
    }
}
