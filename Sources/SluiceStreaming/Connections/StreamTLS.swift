#if Services
internal import SluiceCore
public import NIOSSL

/// How a connection is secured.
///
///     let tls = try StreamTLS.server(certificate: "server.pem", key: "server.key", clientsSignedBy: "ca.pem")
///
/// TLS 1.2 and 1.3. A stream that ends without TLS's closing message is an error (``ConnectionError/Code/tls``), since anyone
/// on the way may have cut it.
public struct StreamTLS: Sendable {
    let configuration: TLSConfiguration
    let serverName: String?

    /// What you have set up yourself.
    /// - Parameter serverName: The name that a client expects in the server's certificate; by default the host it connects to.
    public init(_ configuration: TLSConfiguration, serverName: String? = nil) {
        self.configuration = configuration
        self.serverName = serverName
    }

    /// A server's side.
    ///
    /// - Parameters:
    ///   - certificate: The path of a PEM file: the server's certificate, then those that it was signed with.
    ///   - key: The path of a PEM file with the certificate's private key.
    ///   - clientsSignedBy: The path of a PEM file of authorities. If given, each client must show a certificate that one of
    ///     them has signed; it is then the connection's ``DocumentConnection/peerCertificate``.
    /// - Throws: ``ConnectionError`` with the code `tls`, which names the file that cannot be used.
    public static func server(
        certificate: String, key: String, clientsSignedBy authorities: String? = nil
    ) throws(ConnectionError) -> StreamTLS {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try chain(certificate), privateKey: .privateKey(try privateKey(key)))
        configuration.minimumTLSVersion = .tlsv12
        if let authorities {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(try certificates(authorities))
        }
        return StreamTLS(configuration)
    }

    /// A client's side.
    ///
    /// - Parameters:
    ///   - trusting: The path of a PEM file of the authorities, or the very certificate, that the server's must come from; by
    ///     default the system's authorities.
    ///   - certificate: The path of a PEM file with the certificate to show where the server asks for one, and its chain.
    ///   - key: The path of a PEM file with that certificate's private key.
    ///   - serverName: The name that is expected in the server's certificate; by default the host that is connected to.
    /// - Throws: ``ConnectionError`` with the code `tls`, which names the file that cannot be used.
    public static func client(
        trusting authorities: String? = nil, certificate: String? = nil, key: String? = nil, serverName: String? = nil
    ) throws(ConnectionError) -> StreamTLS {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authorities { configuration.trustRoots = .certificates(try certificates(authorities)) }
        if let certificate { configuration.certificateChain = try chain(certificate) }
        if let key { configuration.privateKey = .privateKey(try privateKey(key)) }
        return StreamTLS(configuration, serverName: serverName)
    }

    private static func chain(_ path: String) throws(ConnectionError) -> [NIOSSLCertificateSource] {
        try certificates(path).map { .certificate($0) }
    }

    private static func certificates(_ path: String) throws(ConnectionError) -> [NIOSSLCertificate] {
        do { return try NIOSSLCertificate.fromPEMFile(path) } catch {
            throw ConnectionError(
                .tls, "there are no certificates to be read from \"\(path)\": PEM is expected", cause: error)
        }
    }

    private static func privateKey(_ path: String) throws(ConnectionError) -> NIOSSLPrivateKey {
        do { return try NIOSSLPrivateKey(file: path, format: .pem) } catch {
            throw ConnectionError(
                .tls, "there is no private key to be read from \"\(path)\": PEM is expected", cause: error)
        }
    }

    func context() throws(ConnectionError) -> NIOSSLContext {
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw ConnectionError(
                .tls, "certificate and key do not go together, or cannot be used: \("\(error)".visible)", cause: error)
        }
    }
}
#endif
