#if Services
import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import SluiceThreading

// A server in a process of its own, for tests that need one.
//
//     SocketSubject worker                  serves what a server passes by descriptor 3
//     SocketSubject PORT THREADS [parks]    serves, tells the test that listens at PORT where, and ends when told to
//
// To the test it writes the number of its own port; to each line of the test, its processor time in milliseconds, its
// peak memory in KiB, how many failures it was told of, and how many descriptors it has open. It ends with the
// conversation.

final class Echo: StreamRequestHandler {
    override func handle() throws {
        while let line = try rfile.readLine() {
            if line == "die" { fatalExit() }
            try wfile.write("\(line)\n")
            if request.isParked(by: server), !hasBufferedInput {
                keepsConnection = true
                return
            }
        }
    }
}

extension Request {
    func isParked(by server: BaseServer?) -> Bool { server?.options.parksIdleConnections ?? false }
}

func run(_ arguments: [String]) throws {
    if arguments[0] == "worker" { return try WorkerProcess.serve(handler: Echo.self) }
    let control = try Socket.createConnection(.loopback(port: UInt16(arguments[0]) ?? 0)).makeFile()
    let failures = Failures()
    var options = ServerOptions()
    options.threads = Int(arguments[1]) ?? 4
    options.parksIdleConnections = arguments.contains("parks")
    // Of those that come all at once, none must try again later.
    options.requestQueueSize = 1024
    options.onError = { _, _ in failures.note() }
    let server = try ThreadingTCPServer(.loopback(), handler: Echo.self, options: options)
    let running = try server.start()
    try control.write("\(server.serverAddress.port ?? 0)\n")
    try control.flush()
    while try control.readLine() != nil {
        let use = [processorMilliseconds(), MemoryUse.peak >> 10, failures.count, ResourceUse.openDescriptors ?? 0]
        try control.write(use.map(String.init).joined(separator: " ") + "\n")
        try control.flush()
    }
    server.stop(drain: .zero)
    try running.join()
}

try run(Array(CommandLine.arguments.dropFirst()))
#endif
