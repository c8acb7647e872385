#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

/// One side of a stream in a process of its own.
final class Subject: Sendable {
    /// The program, which stands beside that of the tests.
    private static let path =
        "/" + CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/") + "/StreamSubject"

    /// Where it serves.
    let address: StreamAddress
    /// Where it answers calls.
    let control: StreamAddress
    let process: Int

    struct Report: Sendable {
        var process: Int
        /// Of the processor.
        var milliseconds: Int
        var descriptors: Int
        /// Bytes.
        var resident: Int
        /// Connections.
        var open: Int
        var failures: Int
    }

    private init(control: StreamAddress, address: StreamAddress, process: Int) {
        self.control = control
        self.address = address
        self.process = process
    }

    /// Starts a server, and kills it when the closure is done, if that was not done before.
    ///
    /// - Parameter prefix: What the shell does before it starts the program.
    static func serving<Result: Sendable>(
        _ arguments: String = "", prefix: String = "", at socket: String? = nil,
        _ body: @escaping @Sendable (Subject, RPCClient) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryDirectory()
        let control = socket ?? folder.file("control")
        async let ended = Shell.run("( \(prefix) exec env '\(path)' serve '\(control)' \(arguments) )")
        let result = try await client(control).withRPC { calls in
            let address = try await calls.call("address").string ?? ""
            let subject = Subject(
                control: .unix(control), address: try StreamAddress(address), process: try await report(calls).process)
            defer { Command.kill(subject.process) }
            return try await body(subject, calls)
        }
        let end = try await ended
        // 128 and the signal: nobody but us is to end it.
        #expect(end.status == 128 + 9, "\(end.output)")
        return result
    }

    /// Until it listens.
    private static func client(_ control: String) -> DocumentClient {
        var options = ClientOptions(
            retry: RetryPolicy(attempts: .max, first: .milliseconds(5), longest: .milliseconds(50), total: .seconds(60))
        )
        options.linger = .zero
        return DocumentClient(.unix(control), framing: .ndjson, options: options)
    }

    static func report(_ calls: RPCClient) async throws -> Report {
        let report = try await calls.call("report")
        func number(_ name: String) -> Int { report[name]?.int ?? -1 }
        return Report(
            process: number("process"), milliseconds: number("milliseconds"), descriptors: number("descriptors"),
            resident: number("resident"), open: number("open"), failures: number("failures"))
    }

    /// Ends it at once, with no time to do anything.
    func kill() { Command.kill(process) }

    /// Delivers a file in a process of its own, whose number is written to a file; says how that ended, and what it said.
    ///
    /// - Parameter prefix: What stands before the command.
    static func deliver(
        _ file: String, stream: String, to address: StreamAddress, telling process: String, prefix: String = ""
    ) async throws -> (status: Int32, output: String) {
        try await Shell.run(
            "\(prefix) sh -c 'echo $$ >\"$1\"; shift; exec \"$@\"' sh '\(process)' '\(path)' deliver '\(file)' '\(stream)' '\(address)'"
        )
    }
}
#endif
