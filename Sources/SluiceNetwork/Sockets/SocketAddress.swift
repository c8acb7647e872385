internal import SluiceCore

/// Where a socket is, or should be.
///
/// A host of the Internet is a number (`127.0.0.1`, `::1`) or a name, which is looked up where the address is used; what
/// the system answers with are numbers. An empty host is every address of this machine where a socket is bound, and this
/// machine where it is connected.
public enum SocketAddress: Sendable, Hashable {
    /// The Internet's version 4.
    case ip4(_ host: String, _ port: UInt16)
    /// The Internet's version 6. Python's `(host, port, flowinfo, scope_id)`.
    case ip6(_ host: String, _ port: UInt16, flowInfo: UInt32 = 0, scope: UInt32 = 0)
    /// A path of this machine. One that begins with a NUL is Linux's abstract name, which is in no directory; an empty one
    /// is that of a socket without a name.
    case unix(_ path: String)
    /// Of another family: the system's bytes behind the family's number.
    case other(family: Int32, bytes: [UInt8])

    /// Every address of this machine, version 4, where a socket is bound.
    public static func any(port: UInt16) -> SocketAddress { .ip4("0.0.0.0", port) }

    /// This machine alone, version 4. Port 0 lets the system choose one.
    public static func loopback(port: UInt16 = 0) -> SocketAddress { .ip4("127.0.0.1", port) }

    /// Linux's name for a socket that is in no directory and goes with it.
    public static func abstract(_ name: String) -> SocketAddress { .unix("\0" + name) }

    /// The family of sockets that can have it.
    public var family: Socket.Family {
        switch self {
        case .ip4: .inet
        case .ip6: .inet6
        case .unix: .unix
        case .other(let family, _): Socket.Family(rawValue: family)
        }
    }

    /// The host of an address of the Internet.
    public var host: String? {
        switch self {
        case .ip4(let host, _), .ip6(let host, _, _, _): host
        default: nil
        }
    }

    /// The port of an address of the Internet.
    public var port: UInt16? {
        switch self {
        case .ip4(_, let port), .ip6(_, let port, _, _): port
        default: nil
        }
    }

    /// The path of a Unix socket.
    public var path: String? {
        if case .unix(let path) = self { path } else { nil }
    }

    /// Whether it is a path in a directory, which stays behind when its socket is closed.
    var isInDirectory: Bool { path.map { !$0.isEmpty && $0.utf8.first != 0 } ?? false }
}

extension SocketAddress: CustomStringConvertible, LosslessStringConvertible {
    /// `127.0.0.1:80`, `[::1]:80`, `[fe80::1%2]:80`, `unix:/run/a.sock`, `unix:@abstract`.
    ///
    /// The flow information of version 6 is not shown, nor any control character.
    public var description: String {
        switch self {
        case .ip4(let host, let port): "\(host.visible):\(port)"
        case .ip6(let host, let port, _, let scope):
            scope == 0 ? "[\(host.visible)]:\(port)" : "[\(host.visible)%\(scope)]:\(port)"
        case .unix(let path):
            path.utf8.first == 0
                ? "unix:@\(String(path.unicodeScalars.dropFirst()).visible)" : "unix:\(path.visible)"
        case .other(let family, let bytes): "family \(family), \(bytes.count) bytes"
        }
    }

    /// Reads what ``description`` writes; a path may stand alone where it begins with `/`.
    ///
    /// `nil` where the text is none of these. A host may be a name: it is not looked up here.
    public init?(_ description: String) {
        if description.hasPrefix("unix:@") {
            self = .abstract(String(description.dropFirst(6)))
        } else if description.hasPrefix("unix:") {
            self = .unix(String(description.dropFirst(5)))
        } else if description.hasPrefix("/") {
            self = .unix(description)
        } else if description.hasPrefix("[") {
            let parts = description.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[1].first == ":", let port = Self.port(parts[1].dropFirst()) else {
                return nil
            }
            let host = parts[0].split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
            if host.count == 1 {
                self = .ip6(String(host[0]), port)
            } else {
                let scope = UInt32(host[1]) ?? Socket.ifNameToIndex(String(host[1]))
                guard let scope, scope > 0 else { return nil }
                self = .ip6(String(host[0]), port, scope: scope)
            }
        } else {
            let parts = description.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let port = Self.port(parts[1]) else { return nil }
            self = .ip4(String(parts[0]), port)
        }
    }

    private static func port(_ text: Substring) -> UInt16? {
        // UInt16 would read "+1", too.
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(text) : nil
    }
}
