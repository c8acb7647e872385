import SluiceCore
import SluiceNetwork
import SluiceTestSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Work on a thread of its own: the other side of a conversation.
final class Aside<Output: Sendable>: Sendable {
    private let outcome = Monitor<Result<Output, any Error>?>(nil)
    private let thread: WorkerThread

    init(_ body: @escaping @Sendable () throws -> Output) throws {
        let outcome = outcome
        let thread = WorkerThread {
            let result = Result { try body() }
            outcome.update { $0 = result }
        }
        guard let thread else { throw SystemFailure(call: "pthread_create", errno: 0) }
        self.thread = thread
    }

    deinit { thread.join() }

    /// What came of it, once it has ended.
    func value() throws -> Output { try outcome.wait { $0 }.get() }
}

/// Longer than anything takes on a busy machine: it only keeps a fault from being a hang.
let patience = Duration.seconds(60)

#if os(Linux)
let isLinux = true
#else
let isLinux = false
#endif

/// Two sockets connected with each other, which give up after a long time.
func connectedPair(_ type: Socket.Kind = .stream) throws -> (Socket, Socket) {
    let (one, other) = try Socket.socketPair(type: type)
    one.timeout = patience
    other.timeout = patience
    return (one, other)
}

/// A listener on this machine, and two ends of a connection by TCP.
func connectedOverTCP() throws -> (client: Socket, server: Socket) {
    let listener = try Socket.createServer(.loopback())
    listener.timeout = patience
    let client = try Socket.createConnection(listener.sockName, timeout: patience)
    let (server, _) = try listener.accept()
    server.timeout = patience
    return (client, server)
}

/// Calls `body`, and says the failure in words; `nil` where there was none.
func failure(_ body: () throws(IOFailure) -> Void) -> String? {
    do { try body() } catch { return error.description }
    return nil
}

/// Everything that a socket brings, to its end.
func drain(_ socket: Socket) throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
        let part = try socket.recv(64 << 10)
        if part.isEmpty { return all }
        all += part
    }
}

/// Runs Python, and says how it ended: 0 where nothing it asserts is wrong.
func python(_ script: String, _ arguments: String...) throws -> Int32 {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Array(script.utf8), to: "script.py")
    return Command.run("python3 '\(path)' \(arguments.map { "'\($0)'" }.joined(separator: " "))")
}

/// Returns when a thread waits in a call on this socket. What it is waiting for is not looked at.
func untilWaiting(_ socket: Socket) throws {
    let end = ContinuousClock.now + patience
    while socket.waitingCalls == 0 {
        if ContinuousClock.now > end { throw IOFailure(.read, "\(socket)", reason: "nobody waits on it") }
        sched_yield()
    }
}

/// Returns when something is so that no call waits for.
func until(_ isSo: () throws -> Bool) throws {
    let end = ContinuousClock.now + patience
    while try !isSo() {
        if ContinuousClock.now > end { throw IOFailure(.read, "test", reason: "it never came about") }
        sched_yield()
    }
}
