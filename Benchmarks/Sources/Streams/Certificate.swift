import Foundation
import NIOSSL
import SluiceStreaming

/// A certificate of this run's own, made by `openssl`.
struct Certificate {
    let server: StreamTLS

    static func make() throws -> Certificate {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("streams-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
            "-keyout", "\(folder)/key.pem", "-out", "\(folder)/certificate.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        return Certificate(
            server: try .server(certificate: "\(folder)/certificate.pem", key: "\(folder)/key.pem"))
    }

    /// For measuring only: whoever answers is trusted.
    static let trustingAll: StreamTLS = {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.minimumTLSVersion = .tlsv13
        return StreamTLS(configuration)
    }()
}
