#if Services
import SluiceCommandLine
import SluiceStreaming

/// What there is to say of a connection that failed, and of a stream that cannot be read.
enum StreamReport {
    /// Does something, and says what goes wrong in the words that suit it.
    static func of(_ work: () async throws -> Void) async throws {
        do { try await work() } catch {
            if let error = error as? ConnectionError {
                Terminal.say(Diagnostic.text(error, coloured: Terminal.isColoured))
                throw ExitStatus.failed
            }
            // The document is bad, and its place is known.
            throw (error as? StreamError)?.cause ?? error
        }
    }
}
#endif
