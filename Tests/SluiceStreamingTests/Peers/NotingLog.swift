#if Services
import Logging

/// A log whose lines a test can wait for: `message key=value key=value`, without the peer's address.
struct NotingLog: LogHandler {
    let notes: Notes
    var logLevel = Logger.Level.debug
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = metadata.merging(event.metadata ?? [:]) { _, new in new }.filter { $0.key != "peer" }
        notes.add(
            (["\(event.level)", "\(event.message)"] + pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
                .joined(separator: " "))
    }
}

extension Logger {
    init(noting notes: Notes) { self.init(label: "tests") { _ in NotingLog(notes: notes) } }
}
#endif
