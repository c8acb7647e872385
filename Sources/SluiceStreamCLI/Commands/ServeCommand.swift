#if Services
import ArgumentParser
import Logging
import ServiceLifecycle
import SluiceCommandLine
import SluiceStreaming
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Receives documents over TCP, Unix sockets and TLS, each checked as it arrives.",
        discussion: """
            Records go to standard output, or where --to, --exec or --echo say. "sluice send" delivers to it exactly once: \
            with --to a record is acknowledged when it has reached the disk, and after a crash of either side the \
            delivery goes on behind the last that was. Records that other programs simply send are taken, too.

            Ctrl-C ends it in order: nobody is let in any more, and connections have --drain seconds to finish, and so \
            have the commands of --exec. It ends like that, too, when nobody reads its standard output any more. A command \
            that ends before the records do ends its connection.

            EXAMPLES
              sluice serve --to orders.ndjson               listens at tcp://127.0.0.1:7700
              sluice serve --listen tcp://0.0.0.0:7700 --tls-cert server.pem --tls-key server.key --to orders.ndjson
              sluice serve --listen unix:/run/orders.sock --exec 'jq -c .total'
              sluice serve --listen tcp://127.0.0.1:0 --framing length-json --echo
              sluice serve --http --listen tcp://127.0.0.1:8080 --to in.ndjson   POST /records; a live page at /
              sluice serve --tls-cert s.pem --tls-key s.key --tls-clients ca.pem --to in.ndjson   only known clients
            """)

    @Option(
        help: ArgumentHelp(
            "Where to listen: tcp://HOST:PORT (port 0: any that is free) or unix:PATH.", valueName: "address"))
    var listen: StreamAddress = .tcp(host: "127.0.0.1", port: 7700)
    @OptionGroup var framing: FramingOptions
    @OptionGroup var security: ServerTLSOptions

    @Option(
        help: ArgumentHelp(
            "Append the records to a file, each on a line; FILE.journal beside it tells what has been acknowledged.",
            valueName: "file"))
    var to: String?
    @Option(
        help: ArgumentHelp(
            "Run a command of the shell for each connection: records in, answers out.", valueName: "command"))
    var exec: String?
    @Flag(help: "Send each record back.")
    var echo = false

    @Flag(help: "Speak HTTP: POST /records takes records, and a page at / shows what passes through.")
    var http = false
    @Option(
        help: ArgumentHelp(
            "Show what passes through on a page by HTTP, beside another protocol.", valueName: "address"))
    var page: StreamAddress?

    @Option(
        help: ArgumentHelp(
            "Connections at a time, as far as there are descriptors for them; more wait.", valueName: "number"))
    var maxConnections = ServerLimits.default.connections
    @Option(help: ArgumentHelp("Bytes of a record.", valueName: "bytes"))
    var maxRecord = StreamLimits.default.recordBytes
    @Option(help: ArgumentHelp("Seconds without a byte after which a connection is ended.", valueName: "seconds"))
    var idle = Seconds(300)
    @Option(help: ArgumentHelp("Seconds that connections have to finish when the server ends.", valueName: "seconds"))
    var drain = Seconds(30)
    @Flag(help: "Tell of each connection's beginning and end, too.")
    var verbose = false

    func validate() throws {
        if [to != nil, exec != nil, echo].filter({ $0 }).count > 1 {
            throw ValidationError("--to, --exec and --echo exclude each other")
        }
        if http, exec != nil || page != nil || security.tlsCert != nil {
            throw ValidationError("--http goes without --exec, --page and --tls-cert: put a proxy before it for TLS")
        }
        if maxConnections < 1 || maxRecord < 1 || idle.duration == .zero {
            throw ValidationError("--max-connections, --max-record and --idle are to be above zero")
        }
    }

    func run() async throws { try await StreamReport.of(serve) }

    private func serve() async throws {
        let statistics = StreamStatistics()
        let progress = ServerProgress(statistics)
        let logger = Logger(label: "sluice") { [verbose] _ in
            TerminalLog(logLevel: verbose ? .debug : .info, before: { progress.clear() })
        }
        let drawing = Task { await progress.run() }
        // Ended in the reverse order.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        let store = try store()
        if let output = store as? LineOutput {
            services.append(
                .init(service: OutputWatch(output), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        // Where a page is to be had the announcement says.
        var quiet = logger
        if !verbose { quiet.logLevel = .notice }
        if http {
            let server = httpServer(store, statistics, quiet)
            services += [
                .init(service: Announcement(server, logger, "records at /records, a page at /")),
                .init(service: server),
            ]
        } else {
            let server = DocumentServer(
                listen, framing: framing.framing, tls: try security.tls(), limits: limits, logger: logger,
                statistics: statistics, handler: handler(store))
            try await server.bind()
            if let page {
                let server = pageServer(page, statistics, quiet)
                services += [
                    .init(service: server), .init(service: Announcement(server, logger, "a page")),
                ]
            }
            services.append(.init(service: server))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigint, .sigterm],
            logger: Logger(label: "sluice") { _ in SwiftLogNoOpLogHandler() })
        configuration.maximumGracefulShutdownDuration = drain.duration + .seconds(5)
        try await ServiceGroup(configuration: configuration).run()
        drawing.cancel()
        await drawing.value
        Terminal.say("sluice: \(ServerProgress.summary(statistics.snapshot()))\n")
    }

    private var limits: ServerLimits {
        var limits = ServerLimits()
        limits.connections = connections
        limits.stream.recordBytes = maxRecord
        limits.timeouts.idle = idle.duration
        limits.drain = drain.duration
        return limits
    }

    /// Never more than there are descriptors for.
    var connections: Int {
        let descriptors = DescriptorLimit.connections - (page == nil ? 0 : Self.pageConnections)
        return min(maxConnections, max(descriptors / (exec == nil ? 1 : RecordCommand.descriptors), 1))
    }

    private func handler(_ store: (any DeliveryStore)?) -> DocumentServer.Handler {
        if let store { return { try await $0.receive(into: store) } }
        if let exec {
            let command = RecordCommand(line: exec)
            return { try await command.serve($0) }
        }
        return { connection in
            for try await record in connection.records { try await connection.writer.write(record) }
        }
    }

    /// Where records are kept, unless they are answered.
    private func store() throws -> (any DeliveryStore)? {
        if echo || exec != nil { return nil }
        return if let to, to != "-" { try DeliveryFile(to) } else { LineOutput() }
    }
}
#endif
