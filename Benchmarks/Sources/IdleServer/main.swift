import CFloors
import Foundation
import SluiceCore
import SluiceNetwork
import SluiceThreading
import Synchronization

// idle-server COUNT: a server with so many connections, each of which has asked once and is idle; prints the memory that it
// took. The connections are made by a program of its own, so that theirs does not count:
//
// idle-server connect PORT COUNT: makes them, asks each once, and keeps them until standard input ends.

struct WrongUse: Error {}

let answered = Atomic(0)

final class Answer: StreamRequestHandler {
    override func handle() throws {
        guard let line = try rfile.readLine() else { return }
        try wfile.write(line + "\n")
        answered.add(1, ordering: .relaxed)
        keepsConnection = true
    }
}

final class IdleServer: ThreadingTCPServer, @unchecked Sendable {
    let count: Int
    let isIdle = Threading.Event()

    init(_ count: Int) throws {
        self.count = count
        var options = ServerOptions()
        options.threads = 4
        options.parksIdleConnections = true
        options.requestQueueSize = 1024
        try super.init(.loopback(), options: options, makeHandler: Answer.init)
    }

    override func serviceActions() {
        if answered.load(ordering: .relaxed) == count, parkedConnections == count { isIdle.set() }
    }
}

func connect(_ port: UInt16, _ count: Int) throws {
    var connections: [Socket] = []
    for _ in 0..<count { connections.append(try Socket.createConnection(.loopback(port: port))) }
    for connection in connections {
        try connection.sendAll("hello\n")
        guard try connection.recv(6, flags: .waitAll).count == 6 else { throw WrongUse() }
    }
    while readLine() != nil {}
}

func serve(_ count: Int) throws {
    let server = try IdleServer(count)
    try server.start(pollInterval: .milliseconds(10))
    let command = "'\(CommandLine.arguments[0])' connect \(server.serverAddress.port ?? 0) \(count)"
    guard let pipe = popen(command, "w") else { throw WrongUse() }
    guard server.isIdle.wait(timeout: .seconds(120)) else { throw WrongUse() }
    print("{\"peak\":\(floor_peak_memory()),\"records\":\(server.parkedConnections)}")
    pclose(pipe)
    server.stop(drain: .seconds(10))
}

let arguments = CommandLine.arguments
if arguments.count == 4, arguments[1] == "connect", let port = UInt16(arguments[2]), let count = Int(arguments[3]) {
    try connect(port, count)
} else if arguments.count == 2, let count = Int(arguments[1]) {
    try serve(count)
} else {
    throw WrongUse()
}
