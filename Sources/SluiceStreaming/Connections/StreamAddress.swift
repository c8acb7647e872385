#if Services
internal import SluiceCore
package import NIOCore

/// Where a server listens, or is to be found.
///
///     let local = try StreamAddress("tcp://127.0.0.1:4711")
///     let socket = StreamAddress.unix("/run/records.sock")
public enum StreamAddress: Sendable, Hashable {
    /// A name or a number of a host, and a port. A server's port 0 is any that is free.
    case tcp(host: String, port: Int)
    /// The path of a socket in the file system.
    case unix(String)

    /// Reads `tcp://HOST:PORT`, `tcp://[IPv6]:PORT` or `unix:PATH`.
    /// - Throws: ``ConnectionError`` with the code `address`, which says how addresses are written.
    public init(_ text: String) throws(ConnectionError) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst(text.hasPrefix("unix://") ? 7 : 5)
            guard !path.isEmpty else { throw Self.bad(text) }
            self = .unix(String(path))
            return
        }
        guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":") else { throw Self.bad(text) }
        var host = text[text.index(text.startIndex, offsetBy: 6)...].prefix(
            upTo: max(colon, text.index(text.startIndex, offsetBy: 6)))
        guard let port = UInt16(text[text.index(after: colon)...]) else { throw Self.bad(text) }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw Self.bad(text)
        }
        guard !host.isEmpty else { throw Self.bad(text) }
        self = .tcp(host: String(host), port: Int(port))
    }

    private static func bad(_ text: String) -> ConnectionError {
        ConnectionError(
            .address, "\"\(text.visible)\" is no address: write tcp://HOST:PORT, tcp://[IPV6]:PORT or unix:PATH")
    }

    package init?(_ address: SocketAddress?) {
        guard let address else { return nil }
        if let path = address.pathname, address.protocol == .unix {
            // Those who connect have none.
            guard !path.isEmpty else { return nil }
            self = .unix(path)
        } else if let host = address.ipAddress, let port = address.port {
            self = .tcp(host: host, port: port)
        } else {
            return nil
        }
    }
}

extension StreamAddress {
    /// The port; `nil` of a socket in the file system.
    public var port: Int? {
        if case .tcp(_, let port) = self { port } else { nil }
    }
}

extension StreamAddress: CustomStringConvertible {
    /// As ``init(_:)`` reads it.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
#endif
