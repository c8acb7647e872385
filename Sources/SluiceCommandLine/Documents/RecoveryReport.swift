#if Services
package import SluiceCore
package import SluiceXML

/// Reports each fault of a document that is recovered, as it is met.
package final class RecoveryReport: XML.ErrorHandler {
    private var isFaulty = false

    package init() {}

    package static func options(_ options: XML.ParserOptions, recovers: Bool) -> XML.ParserOptions {
        var options = options
        options.recovers = recovers
        return options
    }

    package func error(_ error: ParseError) {
        isFaulty = true
        _ = Report.say(error)
    }

    /// - Throws: How the process ends, if there was a fault.
    package func finish() throws(ExitStatus) { if isFaulty { throw .bad } }
}
#endif
