#if Services
import SluiceCommandLine

/// `sluice-dom`, which does what needs libxml2: XPath, schemas, HTML. `sluice` does not link that, and starts the faster.
enum DOMExecutable {
    /// Becomes it, with all arguments of this process. It reads on from where this one began.
    ///
    /// - Parameter taken: What has been read of standard input; `nil` where it is not known, as too much was.
    static func replaceProcess(taken: [UInt8]? = []) throws -> Never {
        guard let taken else {
            Terminal.say("sluice: error: it takes long to see what standard input is: say so with --format\n")
            throw ExitStatus.failed
        }
        var arguments = Array(CommandLine.arguments.dropFirst())
        if !taken.isEmpty { arguments.insert("--ahead=\(try SiblingExecutable.handOver(taken))", at: 1) }
        SiblingExecutable(name: "sluice-dom").replaceProcess(arguments: arguments)
        Terminal.say(
            """
            sluice: error: sluice-dom stands neither beside sluice nor on the PATH
            Build it with: swift build -c release --product sluice-dom

            """)
        throw ExitStatus.failed
    }
}
#endif
