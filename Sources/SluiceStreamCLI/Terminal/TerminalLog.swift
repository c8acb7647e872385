#if Services
import Logging
import SluiceCommandLine

/// Shows a server's log to the person at the terminal, a line an event, where results do not go.
///
///     sluice: tcp://10.0.0.1:4711: bad record: record 3, byte 120: …
struct TerminalLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let before: @Sendable () -> Void

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
        before()
        Terminal.say(Self.line("\(event.message)", metadata))
    }

    static func line(_ message: String, _ metadata: Logger.Metadata) -> String {
        let peer = metadata["peer"].map { "\($0): " } ?? ""
        let reason = metadata["reason"].map { ": \($0)" } ?? ""
        let rest = metadata.filter { $0.key != "peer" && $0.key != "reason" }.sorted { $0.key < $1.key }
        let details = rest.map { " \($0.key)=\($0.value)" }.joined()
        return "sluice: \(peer)\(message)\(reason)\(details)\n"
    }
}
#endif
