import SluiceCore
import SluiceNetwork
import SluiceTestSupport

/// A server in a process of its own.
final class Subject {
    let port: UInt16
    private let control: SocketFile
    private let socket: Socket
    private let process: Aside<Int32>

    /// The program.
    static let path =
        "/" + CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/") + "/SocketSubject"

    /// - Parameter prefix: What the shell does before it starts the program.
    init(_ arguments: String, prefix: String = "") throws {
        let listener = try Socket.createServer(.loopback())
        listener.timeout = patience
        let own = try listener.sockName.port ?? 0
        process = try Aside { Command.run("\(prefix) exec '\(Self.path)' \(own) \(arguments)") }
        socket = try listener.accept().socket
        socket.timeout = patience
        control = socket.makeFile()
        port = UInt16(try control.readLine() ?? "") ?? 0
    }

    /// Its processor time in milliseconds, its peak memory in KiB, the failures it was told of, and the descriptors
    /// that it has open.
    func report() throws -> (milliseconds: Int, kilobytes: Int, failures: Int, descriptors: Int) {
        try control.write("report\n")
        try control.flush()
        let words = (try control.readLine() ?? "").split(separator: " ").compactMap { Int($0) }
        guard words.count == 4 else { throw IOFailure(.read, "SocketSubject", reason: "said \(words)") }
        return (words[0], words[1], words[2], words[3])
    }

    /// Ends it, and says how it ended.
    func end() throws -> Int32 {
        socket.close()
        return try process.value()
    }

    func connect() throws -> SocketFile {
        try Socket.createConnection(.loopback(port: port), timeout: patience).makeFile()
    }
}

extension SocketFile {
    /// Sends a line and reads one.
    func ask(_ line: String) throws -> String? {
        try write(line + "\n")
        try flush()
        return try readLine()
    }
}
