public import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Names and addresses, by the system's resolver. Calls that look up names may wait for the network, as long as the system
/// is patient: the timeouts of sockets do not count for them.
extension Socket {
    /// One address that a name has, and the socket for it.
    public struct AddressInfo: Sendable, Hashable {
        public var family: Family
        public var type: Kind
        /// The number of the protocol: TCP is 6, UDP 17.
        public var protocolNumber: Int32
        /// The host's own name, of the first one, where ``Flags/canonicalName`` asks for it.
        public var canonicalName: String?
        public var address: SocketAddress

        /// What is asked for. Python's `AI_...`; any of the system's will do.
        public struct Flags: OptionSet, Sendable, Hashable {
            public let rawValue: Int32
            public init(rawValue: Int32) { self.rawValue = rawValue }

            /// To bind a socket: no host is every address of this machine.
            public static let passive = Flags(rawValue: Int32(AI_PASSIVE))
            public static let canonicalName = Flags(rawValue: Int32(AI_CANONNAME))
            /// The host is a number: nothing is looked up.
            public static let numericHost = Flags(rawValue: Int32(AI_NUMERICHOST))
            /// The service is a number: nothing is looked up.
            public static let numericService = Flags(rawValue: Int32(AI_NUMERICSERV))
            /// Version 4 as version 6, where there is no other.
            public static let version4Mapped = Flags(rawValue: Int32(AI_V4MAPPED))
            /// With ``version4Mapped``: both.
            public static let all = Flags(rawValue: Int32(AI_ALL))
            /// Only versions that this machine has an address of.
            public static let addressConfigured = Flags(rawValue: Int32(AI_ADDRCONFIG))
        }
    }

    /// How an address is named. Python's `NI_...`; any of the system's will do.
    public struct NameFlags: OptionSet, Sendable, Hashable {
        public let rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }

        public static let numericHost = NameFlags(rawValue: Int32(NI_NUMERICHOST))
        public static let numericService = NameFlags(rawValue: Int32(NI_NUMERICSERV))
        /// No domain behind the names of this one.
        public static let noDomain = NameFlags(rawValue: Int32(NI_NOFQDN))
        /// An address without a name is a failure, not a number.
        public static let nameRequired = NameFlags(rawValue: Int32(NI_NAMEREQD))
        /// The service is one of datagrams.
        public static let datagram = NameFlags(rawValue: Int32(NI_DGRAM))
    }

    /// What is known of a host: its own name, its others, its addresses.
    public struct HostEntry: Sendable, Hashable {
        public var name: String
        public var aliases: [String]
        public var addresses: [String]
    }

    /// The addresses of a host, the preferred ones first.
    ///
    /// - Parameter host: A name or a number; `nil` is this machine.
    /// - Parameter service: A name or a number.
    /// - Throws: ``IOFailure`` of ``IOFailure/Operation/resolve``; its number is one of the resolver's (`EAI_...`).
    public static func getaddrinfo(
        _ host: String?, _ service: String?, family: Family = .unspecified, type: Kind = .any, protocol: Int32 = 0,
        flags: AddressInfo.Flags = []
    ) throws(IOFailure) -> [AddressInfo] {
        try Resolver.addresses(host, service, family, type, `protocol`, flags).map(\.0)
    }

    /// The same at a port.
    public static func getaddrinfo(
        _ host: String?, port: UInt16, family: Family = .unspecified, type: Kind = .any, protocol: Int32 = 0,
        flags: AddressInfo.Flags = []
    ) throws(IOFailure) -> [AddressInfo] {
        try getaddrinfo(host, String(port), family: family, type: type, protocol: `protocol`, flags: flags)
    }

    /// The name of an address and of the service at its port.
    ///
    /// - Throws: ``IOFailure`` of ``IOFailure/Operation/resolve``.
    public static func getnameinfo(
        _ address: SocketAddress, flags: NameFlags = []
    ) throws(IOFailure) -> (host: String, service: String) {
        try Resolver.names(address, flags)
    }

    /// The first address of version 4 that a host has.
    public static func gethostbyname(_ name: String) throws(IOFailure) -> String {
        try Resolver.first(name, 0, .inet, .stream, .ip4(name, 0), .resolve).address.host ?? ""
    }

    /// What is known of a host by its name; addresses of version 4 only.
    public static func gethostbynameEx(_ name: String) throws(IOFailure) -> HostEntry { try Resolver.host(name) }

    /// What is known of a host by its address, a number of either version, or by its name.
    public static func gethostbyaddr(_ host: String) throws(IOFailure) -> HostEntry {
        let isVersion6 = inetPton(.inet6, host) != nil
        return try Resolver.host(of: isVersion6 ? .ip6(host, 0) : .ip4(host, 0))
    }

    /// What this machine calls itself.
    public static func gethostname() throws(IOFailure) -> String { try Resolver.hostName() }

    /// Gives this machine another name. Only the superuser may.
    public static func sethostname(_ name: String) throws(IOFailure) { try Resolver.setHostName(name) }

    /// The whole name of a host, with its domain: the first of its names that has a dot, or else the name as it is.
    ///
    /// - Parameter name: An empty one is this machine.
    public static func getfqdn(_ name: String = "") -> String {
        let name = name.isEmpty || name == "0.0.0.0" ? (try? gethostname()) ?? "" : name
        guard let address = try? gethostbyname(name), let entry = try? gethostbyaddr(address) else { return name }
        return ([entry.name] + entry.aliases).first { $0.contains(".") } ?? entry.name
    }

    /// The port of a service by its name; `nil` where the system knows none.
    ///
    /// - Parameter protocolName: `tcp` or `udp`; any unless given.
    public static func getservbyname(_ service: String, _ protocolName: String? = nil) -> UInt16? {
        Resolver.port(of: service, protocolName)
    }

    /// The name of the service at a port; `nil` where the system knows none.
    public static func getservbyport(_ port: UInt16, _ protocolName: String? = nil) -> String? {
        Resolver.service(at: port, protocolName)
    }

    /// The number of a protocol by its name; `nil` where the system knows none.
    public static func getprotobyname(_ name: String) -> Int32? { Resolver.protocolNumber(of: name) }

    /// The network interfaces of this machine.
    public static func ifNameIndex() throws(IOFailure) -> [(index: UInt32, name: String)] { try Resolver.interfaces() }

    /// The number of an interface; `nil` where there is none of this name.
    public static func ifNameToIndex(_ name: String) -> UInt32? { Resolver.interface(named: name) }

    /// The name of an interface; `nil` where there is none of this number.
    public static func ifIndexToName(_ index: UInt32) -> String? { Resolver.interface(at: index) }

    // MARK: Numbers

    /// The bytes of an address out of its digits, 4 or 16; `nil` where the text is none of the family.
    public static func inetPton(_ family: Family, _ text: String) -> [UInt8]? { Resolver.packed(family, text) }

    /// The digits of an address out of its bytes; `nil` where there are not 4 or 16 of them.
    public static func inetNtop(_ family: Family, _ bytes: [UInt8]) -> String? { Resolver.text(family, bytes) }

    /// The bytes of an address of version 4, read as old programs do: `127.1` and `0x7f.1` too. `nil` where it is none.
    public static func inetAton(_ text: String) -> [UInt8]? { Resolver.loose(text) }

    /// The digits of an address of version 4; `nil` where there are not 4 bytes.
    public static func inetNtoa(_ bytes: [UInt8]) -> String? { inetNtop(.inet, bytes) }

    /// A number of 16 bits from this machine's order of bytes into the network's.
    public static func htons(_ value: UInt16) -> UInt16 { value.bigEndian }
    /// A number of 16 bits from the network's order of bytes into this machine's.
    public static func ntohs(_ value: UInt16) -> UInt16 { UInt16(bigEndian: value) }
    /// A number of 32 bits from this machine's order of bytes into the network's.
    public static func htonl(_ value: UInt32) -> UInt32 { value.bigEndian }
    /// A number of 32 bits from the network's order of bytes into this machine's.
    public static func ntohl(_ value: UInt32) -> UInt32 { UInt32(bigEndian: value) }
}
