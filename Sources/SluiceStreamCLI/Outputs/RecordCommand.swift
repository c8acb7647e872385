#if Services
import SluiceStreaming
import Subprocess
import Synchronization

/// A command of the shell that is run for each connection: the records are its standard input, each on a line, and what it
/// writes to standard output goes to the peer as it is. Its standard error is ours.
///
/// However the records end, the command may finish what it has: its input ends, and its answers are sent for as long as it
/// gives any. A command that ends before the records do ends the connection.
struct RecordCommand: Sendable {
    let line: String

    /// Descriptors that a connection takes: its own, both pipes, and the command's.
    static let descriptors = 4

    func serve(_ connection: DocumentConnection) async throws {
        var options = PlatformOptions()
        // Ctrl-C is for the server, which lets commands finish. One that is stopped takes along what it has started.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        // The outer shell keeps standard output open to the end, even where the command itself writes elsewhere.
        let result = try await run(
            .name("sh"), arguments: ["-c", #"(eval "$1"); exit $?"#, "sh", line], platformOptions: options,
            input: .inputWriter, output: .sequence, error: .currentStandardError
        ) { execution in
            let answers = Answers(to: connection.writer)
            async let sent: Void = answers.send(execution.standardOutput)
            var fault: (any Error)?
            do { try await feed(connection, to: execution.standardInputWriter) } catch { fault = error }
            answers.recordsEnded()
            try? await execution.standardInputWriter.finish()
            do { try await sent } catch { fault = fault ?? error }
            return fault
        }
        // Why it has ended says more than that it has.
        if let fault = result.closureResult, !(fault is EarlyEnd && !result.terminationStatus.isSuccess) { throw fault }
        guard result.terminationStatus.isSuccess else { throw Failure(status: "\(result.terminationStatus)") }
    }

    nonisolated(nonsending) private func feed(
        _ connection: DocumentConnection, to input: StandardInputWriter
    ) async throws {
        var records = connection.records.makeAsyncIterator()
        while let text = try await records.nextText() {
            let line = connection.onOneLine(text) + [UInt8(ascii: "\n")]
            // Of a command that has ended it is said that the pipe is broken, or only that nothing was taken.
            do {
                guard try await input.write(line) == line.count else { throw EarlyEnd() }
            } catch is SubprocessError {
                try Task.checkCancellation()
                throw EarlyEnd()
            }
        }
    }

    /// What the command writes, on its way to the peer.
    private final class Answers: Sendable {
        private let writer: DocumentWriter
        private let areUnwanted = Atomic(false)

        init(to writer: DocumentWriter) { self.writer = writer }

        /// Says that the command gets no more: from here on answers that nobody takes are not read.
        func recordsEnded() { areUnwanted.store(true, ordering: .relaxed) }

        func send(_ output: SubprocessOutputSequence) async throws {
            var fault: (any Error)?
            for try await piece in output {
                if fault == nil {
                    do { try await writer.write(bytes: piece.copy()) } catch { fault = error }
                } else if areUnwanted.load(ordering: .relaxed) {
                    // The command learns of it when it writes the next.
                    break
                }
            }
            if let fault { throw fault }
            // A peer that waits for more waits in vain.
            try await writer.finish()
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let status: String
        var description: String { "the command failed: \(status)" }
    }

    /// The command has ended, and there were more records.
    struct EarlyEnd: Error, CustomStringConvertible {
        var description: String { "the command ended before the records did" }
    }
}
#endif
