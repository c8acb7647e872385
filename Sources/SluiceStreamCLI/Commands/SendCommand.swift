#if Services
import ArgumentParser
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceStreaming
import SluiceXML
import Synchronization

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends the records of a file to a server of documents: each once, whatever breaks.",
        discussion: """
            Speaks to "sluice serve", which says how many records of the stream it has: those are passed over. Where the \
            connection breaks it is made anew, for as long as --retry says; and after a crash the same command goes on \
            where it was. A stream is known by its name, by default the file's path, size and time of change.

            To other servers, and from standard input, records are simply sent (--plain); what they answer goes to standard output.

            EXAMPLES
              sluice send orders.ndjson tcp://127.0.0.1:7700
              sluice send --at '$.orders[*]' orders.json.gz tcp://10.0.0.1:7700 --tls
              sluice send --at /dblp/article dblp.xml --framing length-xml tcp://127.0.0.1:7700
              tail -f log.ndjson | sluice send - unix:/run/log.sock --retry inf
              sluice send --plain requests.ndjson tcp://127.0.0.1:9000      answers are shown
            """)

    @Argument(help: ArgumentHelp("The file: NDJSON, JSON, XML, .gz too; \"-\" is standard input.", valueName: "file"))
    var file: String
    @Argument(help: ArgumentHelp("The server: tcp://HOST:PORT or unix:PATH.", valueName: "address"))
    var address: StreamAddress
    @OptionGroup var framing: FramingOptions
    @OptionGroup var security: ClientTLSOptions

    @Option(
        help: ArgumentHelp(
            "Where the records are: a JSONPath, or a path of elements. Default: lines, of XML the root's children.",
            valueName: "path"))
    var at: String?
    @Option(help: ArgumentHelp("The stream's name: the same name is the same records.", valueName: "name"))
    var stream: String?
    @Flag(help: "Simply send: nothing is acknowledged, and nothing goes on after a break.")
    var plain = false
    @Option(
        help: ArgumentHelp(
            "Seconds for which a lost or missing server is tried again; \"inf\": for ever.", valueName: "seconds"))
    var retry = Seconds(60)
    @Flag(help: "Say at the end what was done.")
    var stats = false

    func validate() throws {
        if file == "-", at != nil {
            throw ValidationError("--at wants a file: sluice records --at PATH | sluice send - ADDRESS")
        }
        if let content = framing.framing.content, isXML != (content == .xml) {
            throw ValidationError(
                isXML
                    ? "records of XML want a framing of XML: --framing length-xml"
                    : "records of JSON want a framing of JSON: --framing ndjson")
        }
    }

    /// Of standard input the framing says it.
    private var isXML: Bool {
        if file == "-" { return framing.framing.content == .xml }
        return at?.hasPrefix("/") ?? (file.hasSuffix(".xml") || file.hasSuffix(".xml.gz"))
    }

    func run() async throws { try await StreamReport.of(send) }

    private func send() async throws {
        var options = ClientOptions(
            retry: RetryPolicy(attempts: .max, longest: .seconds(2), total: retry.duration))
        // What comes as it happens may not happen for days.
        if file == "-" { options.timeouts.idle = Seconds(.infinity).duration }
        let client = DocumentClient(
            address, framing: framing.framing, tls: try security.configuration(), options: options)
        let identity = file == "-" ? nil : try FileIdentity.name(of: file)
        let progress = SendProgress(total: file.hasSuffix(".gz") ? nil : identity?.size)
        let records: Int
        if let identity, !plain {
            do {
                records = try await client.deliver(source, stream: stream ?? identity.name) { state in
                    progress.advance(to: state.sourceBytes)
                }
            } catch {
                progress.clear()
                if (error as? ConnectionError)?.code == .protocolViolation { Terminal.say(Self.hint) }
                throw error
            }
        } else {
            records = try await sendPlainly(client, progress)
        }
        progress.clear()
        if stats { Terminal.say("sluice: \(progress.summary(records: records))\n") }
    }

    private static let hint = "sluice: note: to a server that takes no deliveries, records are sent by --plain\n"

    /// Simply sends, and shows what is answered.
    private func sendPlainly(_ client: DocumentClient, _ progress: SendProgress) async throws -> Int {
        let source = file == "-" ? nil : source
        let framing = liveFraming
        let root = self.framing.framing == .xmlStanzas ? StanzaRoot(XML.QName("records")) : nil
        return try await client.withConnection { connection in
            let writer = connection.writer
            async let sent = {
                let note: @Sendable (Int, Int) -> Void = { _, bytes in progress.advance(to: bytes) }
                let count: Int
                do {
                    if let root { try await writer.open(root) }
                    count =
                        if let source {
                            try await writer.send(source, progress: note)
                        } else {
                            try await writer.send(
                                StandardInputChunks(), framedAs: framing, name: "<stdin>", progress: note)
                        }
                } catch {
                    // Else the server waits for more, and we for its last answer.
                    try? await writer.finish()
                    throw error
                }
                try await writer.finish()
                return count
            }()
            let output = StandardOutput()
            var answers = connection.records.makeAsyncIterator()
            do {
                while let answer = try await answers.nextText() { try output.write(line: connection.onOneLine(answer)) }
            } catch let error as StreamError where error.code == .truncated && error.cause.position.offset == 0 {
                // Where a document is framed, that none came is an error; here it is a server that has nothing to answer.
            }
            return try await sent
        }
    }

    /// How standard input is framed: values that follow each other, of which lines are a kind; XML as it is to go.
    private var liveFraming: DocumentFraming {
        framing.framing.content == .xml ? framing.framing : .concatenatedJSON
    }

    private var source: DocumentSource {
        if isXML { return .xml(file, at: XML.RecordSelection(at ?? "/*/*")) }
        if let at { return .json(file, at: JSON.RecordSelection(at)) }
        return .json(file, at: file.hasSuffix(".json") || file.hasSuffix(".json.gz") ? .concatenated : .lines)
    }
}
#endif
