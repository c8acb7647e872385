#if Services
import SluiceCore
import SluiceXML

/// Reports each fault of a document that is recovered, as it is met.
final class RecoveryReport: XML.ErrorHandler {
    private var isFaulty = false

    static func options(_ options: XML.ParserOptions, recovers: Bool) -> XML.ParserOptions {
        var options = options
        options.recovers = recovers
        return options
    }

    func error(_ error: ParseError) {
        isFaulty = true
        _ = SluiceCommand.report(error)
    }

    /// - Throws: How the process ends, if there was a fault.
    func finish() throws(ExitStatus) { if isFaulty { throw .bad } }
}
#endif
