#if Services
internal import SluiceCore
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// What went wrong with a connection itself, where ``StreamError`` tells what is wrong with the documents on it.
public struct ConnectionError: Error, Sendable {
    /// What kind of fault it is. There may come more.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }

        /// An address that cannot be read, resolved or listened at.
        public static let address = Code("address")
        /// Nobody was found at the address.
        public static let refused = Code("refused")
        /// What was asked for took longer than it may: connecting, or an answer.
        public static let timeout = Code("timeout")
        /// TLS failed: a handshake, a certificate, a stream cut short.
        public static let tls = Code("tls")
        /// Nothing came or went for longer than ``ConnectionTimeouts/idle``.
        public static let idle = Code("idle")
        /// A record came more slowly than ``ConnectionTimeouts/bytesPerSecond``.
        public static let slow = Code("slow")
        /// The peer took nothing for longer than ``ConnectionTimeouts/write``.
        public static let unread = Code("unread")
        /// The peer broke off.
        public static let reset = Code("reset")
        /// The connection is closed already.
        public static let closed = Code("closed")
        /// The server, or the system here, cannot do its work now, and may another time.
        public static let unavailable = Code("unavailable")
        /// The peer does not keep to the protocol that both agreed on.
        public static let protocolViolation = Code("protocolViolation")
    }

    public let code: Code
    /// What was expected, what happened, and what to do about it. Of what a peer sent, nothing is repeated that could
    /// control a terminal.
    public let message: String
    /// Who the peer is, where that is known.
    public let peer: String?
    /// What said so: an error of the system, of TLS.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, peer: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.peer = peer
        self.cause = cause
    }
}

extension ConnectionError {
    /// Whether TLS's closing message did not come.
    var isCut: Bool {
        guard let error = cause as? NIOSSLError, case .uncleanShutdown = error else { return false }
        return true
    }
}

extension ConnectionError: CustomStringConvertible {
    /// `tcp://10.0.0.1:4711: nothing came for 60 s`.
    public var description: String { (peer.map { "\($0): " } ?? "") + message }
}

extension ConnectionError {
    /// The error that the channel gave, in words of our own; `nil` where it is none of the channel's.
    package init?(channel error: any Error, peer: String?) {
        switch error {
        case let error as ConnectionError:
            self.init(error.code, error.message, peer: error.peer ?? peer, cause: error.cause)
        case let error as IOError: self.init(system: error, peer: peer)
        case let error as NIOSSLError:
            if case .uncleanShutdown = error {
                self.init(
                    .tls, "the peer ended the connection without TLS's closing message: what came may be cut short",
                    peer: peer, cause: error)
            } else {
                self.init(security: error, peer: peer)
            }
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self.init(.tls, "TLS failed: the server's certificate is for another host", peer: peer, cause: error)
        case is BoringSSLError, is NIOSSLExtraError: self.init(security: error, peer: peer)
        case ChannelError.connectTimeout(let amount):
            self.init(.timeout, "no connection within \(amount.nanoseconds / 1_000_000) ms", peer: peer, cause: error)
        case is ChannelError, is EventLoopError:
            self.init(.closed, "the connection is closed", peer: peer, cause: error)
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first?.error, let known = ConnectionError(channel: first, peer: peer)
            {
                self = known
            } else {
                self.init(.address, "\"\(error.host.visible)\" is no known host", peer: peer, cause: error)
            }
        case let error as SocketAddressError:
            self.init(.address, "\("\(error)".visible)", peer: peer, cause: error)
        default: return nil
        }
    }

    /// The error that listening at an address gave; `nil` where it is none of the channel's.
    init?(listening error: any Error, at address: StreamAddress) {
        if let found = error as? IOError, found.errnoCode == SystemCode.missing {
            self.init(.address, "there is no such folder", peer: address.description, cause: error)
        } else {
            self.init(channel: error, peer: address.description)
        }
    }

    private init(security error: any Error, peer: String?) {
        // BoringSSL says "…OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at …", and where in its source.
        let text = "\(error)"
        let reason =
            if let mark = text.firstRange(of: "OPENSSL_internal:") {
                text[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                    .split(separator: "_").joined(separator: " ").lowercased()
            } else {
                text.visible
            }
        self.init(.tls, "TLS failed: \(reason)", peer: peer, cause: error)
    }

    private init(system error: IOError, peer: String?) {
        let reason = error.description.visible
        switch error.errnoCode {
        case SystemCode.refused: self.init(.refused, "nobody listens there", peer: peer, cause: error)
        case SystemCode.missing: self.init(.refused, "there is no such socket", peer: peer, cause: error)
        case SystemCode.noNetwork, SystemCode.noHost:
            self.init(.refused, "no way leads there", peer: peer, cause: error)
        case SystemCode.noDescriptor, SystemCode.noDescriptors:
            self.init(
                .unavailable, "there is no descriptor left: end something, or raise the limit", peer: peer,
                cause: error)
        case SystemCode.inUse:
            self.init(
                .address, "the address is in use: take port 0, or end what listens there", peer: peer, cause: error)
        case SystemCode.notAvailable:
            self.init(.address, "the address is none of this machine's", peer: peer, cause: error)
        case SystemCode.denied:
            let remedy =
                peer?.hasPrefix("unix:") ?? false
                ? "take a path that this user may write to" : "take a port of 1024 or above"
            self.init(.address, "the system does not allow this address: \(remedy)", peer: peer, cause: error)
        case SystemCode.reset, SystemCode.pipe:
            self.init(.reset, "the peer broke the connection off", peer: peer, cause: error)
        case SystemCode.timedOut: self.init(.timeout, "the peer no longer answers", peer: peer, cause: error)
        default: self.init(.reset, "the system says: \(reason)", peer: peer, cause: error)
        }
    }
}
#endif
