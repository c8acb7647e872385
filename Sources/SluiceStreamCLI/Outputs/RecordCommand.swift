#if Services
import SluiceStreaming
import Subprocess

/// A command of the shell that is run for each connection: the records are its standard input, each on a line, and what it
/// writes to standard output goes to the peer as it is. Its standard error is ours.
struct RecordCommand: Sendable {
    let line: String

    func serve(_ connection: DocumentConnection) async throws {
        let writer = connection.writer
        let result = try await run(
            .name("sh"), arguments: ["-c", line], input: .inputWriter, output: .sequence,
            error: .currentStandardError
        ) { execution in
            async let answers: Void = {
                for try await piece in execution.standardOutput {
                    try await writer.write(bytes: piece.copy())
                }
            }()
            var records = connection.records.makeAsyncIterator()
            while let text = try await records.nextText() {
                _ = try await execution.standardInputWriter.write(text + [UInt8(ascii: "\n")])
            }
            try await execution.standardInputWriter.finish()
            try await answers
        }
        guard result.terminationStatus.isSuccess else { throw Failure(status: "\(result.terminationStatus)") }
    }

    struct Failure: Error, CustomStringConvertible {
        let status: String
        var description: String { "the command failed: \(status)" }
    }
}
#endif
