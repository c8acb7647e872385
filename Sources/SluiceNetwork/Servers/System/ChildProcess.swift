#if Services
internal import CSockets
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A program that this process has started, with one end of a pair of sockets as its descriptor 3.
struct ChildProcess: Sendable {
    let number: Int32

    /// - Parameter words: The program, found by the PATH, and its arguments.
    init(_ words: [String], control: Int32) throws(IOFailure) {
        guard let name = words.first else {
            throw IOFailure(.open, "", errno: EINVAL, reason: "there is no program to start")
        }
        // C would start the program before the NUL.
        if words.contains(where: { $0.utf8.contains(0) }) {
            throw IOFailure(.open, name.visible, errno: EINVAL, reason: "a word of it has a NUL in it")
        }
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { for i in words.indices { unsafe free(pointers[i]) } }
        var number: pid_t = 0
        // Safe: the words end with a null, and are copied by the system.
        let code = unsafe sluice_spawn(&pointers, control, &number)
        if code != 0 { throw IOFailure(.open, name.visible, errno: code) }
        self.number = number
    }

    /// Whether it has ended, which the system then forgets; waits for that if it is to.
    func hasEnded(waits: Bool) -> Bool { sluice_reap(number, waits ? 1 : 0) != 0 }

    func kill() { sluice_kill(number) }
}
#endif
