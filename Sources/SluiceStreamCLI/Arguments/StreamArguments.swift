#if Services
public import ArgumentParser
public import SluiceStreaming

extension StreamAddress: ExpressibleByArgument {
    public init?(argument: String) {
        guard let address = try? StreamAddress(argument) else { return nil }
        self = address
    }
}

extension DocumentFraming: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
    public static var allValueStrings: [String] { allNames }
}

/// How records go over the wire.
struct FramingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How records are framed: \(DocumentFraming.allNames.joined(separator: ", ")).", valueName: "framing"))
    var framing: DocumentFraming = .ndjson
}

/// How a server shows who it is.
struct ServerTLSOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The server's certificate and its chain (PEM): connections are secured.", valueName: "file"))
    var tlsCert: String?
    @Option(help: ArgumentHelp("The certificate's private key (PEM).", valueName: "file"))
    var tlsKey: String?
    @Option(
        help: ArgumentHelp(
            "Let only clients in whose certificate one of these authorities has signed (PEM).", valueName: "file"))
    var tlsClients: String?

    func validate() throws {
        if (tlsCert == nil) != (tlsKey == nil) { throw ValidationError("--tls-cert and --tls-key go together") }
        if tlsClients != nil, tlsCert == nil {
            throw ValidationError("--tls-clients goes with --tls-cert and --tls-key")
        }
    }

    func tls() throws -> StreamTLS? {
        guard let tlsCert, let tlsKey else { return nil }
        return try .server(certificate: tlsCert, key: tlsKey, clientsSignedBy: tlsClients)
    }
}

/// How a client knows its server, and shows who it is.
struct ClientTLSOptions: ParsableArguments {
    @Flag(help: "Secure the connection by TLS; the server's certificate must be one that this system trusts.")
    var tls = false
    @Option(
        help: ArgumentHelp("Secure it, and trust these authorities, or this very certificate (PEM).", valueName: "file")
    )
    var tlsCa: String?
    @Option(help: ArgumentHelp("The name to expect in the server's certificate, if not the host's.", valueName: "name"))
    var tlsName: String?
    @Option(help: ArgumentHelp("The certificate to show to the server (PEM).", valueName: "file"))
    var tlsCert: String?
    @Option(help: ArgumentHelp("That certificate's private key (PEM).", valueName: "file"))
    var tlsKey: String?

    func validate() throws {
        if (tlsCert == nil) != (tlsKey == nil) { throw ValidationError("--tls-cert and --tls-key go together") }
    }

    func configuration() throws -> StreamTLS? {
        guard tls || tlsCa != nil || tlsName != nil || tlsCert != nil else { return nil }
        return try .client(trusting: tlsCa, certificate: tlsCert, key: tlsKey, serverName: tlsName)
    }
}
#endif
