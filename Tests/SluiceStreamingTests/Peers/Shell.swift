#if Services
import NIOPosix
import SluiceTestSupport

/// Programs of others at the other end.
enum Shell {
    /// They are waited for on threads of their own: those of the tasks are needed by the servers.
    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 8)
        pool.start()
        return pool
    }()

    /// Runs a line of the shell.
    /// - Returns: How it ended, and what it said.
    static func run(_ line: String) async throws -> (status: Int32, output: String) {
        try await threads.runIfActive {
            let folder = try TemporaryDirectory()
            let output = folder.file("output")
            let status = Command.run("{ \(line)\n} >'\(output)' 2>&1")
            return (status, try text(output))
        }
    }

    /// Runs a script of Python with arguments.
    ///
    /// - Parameter prefix: What stands before the command.
    static func python(
        _ script: String, _ arguments: String..., prefix: String = ""
    ) async throws -> (status: Int32, output: String) {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array(script.utf8), to: "script.py")
        let result = try await run(
            "\(prefix) timeout 120 python3 '\(path)' \(arguments.map { "'\($0)'" }.joined(separator: " "))")
        _ = consume folder
        return result
    }
}

/// All of a file.
func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
#endif
