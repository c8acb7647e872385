import SluiceCore
import SluiceNetwork
import Testing

@Suite struct SocketNamesTests {
    @Test func `A name has addresses, each with the socket for it`() throws {
        let all = try Socket.getaddrinfo("localhost", port: 80, type: .stream)
        #expect(all.contains { $0.address == .ip4("127.0.0.1", 80) })
        #expect(all.allSatisfy { $0.type == .stream && $0.protocolNumber == 6 && $0.family == $0.address.family })
        let service = try Socket.getaddrinfo("127.0.0.1", "80", family: .inet, type: .datagram, flags: .numericHost)
        #expect(service.map(\.address) == [.ip4("127.0.0.1", 80)])
        #expect(service.first?.protocolNumber == 17)
        let passive = try Socket.getaddrinfo(nil, port: 5, family: .inet, type: .stream, flags: .passive)
        #expect(passive.map(\.address) == [.ip4("0.0.0.0", 5)])
        let named = try Socket.getaddrinfo("localhost", nil, flags: .canonicalName)
        #expect(named.first?.canonicalName?.isEmpty == false)
    }

    @Test func `What cannot be resolved is told as that, without control characters`() {
        let error = #expect(throws: IOFailure.self) {
            _ = try Socket.getaddrinfo("no number", nil, flags: .numericHost)
        }
        #expect(error?.description == "cannot resolve 'no number': Name or service not known")
        #expect(error?.isUnknownName == true)
        #expect(error?.isTimeout == false)
        #expect(
            failure { () throws(IOFailure) in _ = try Socket.getaddrinfo("a\u{7}\0b", "80") }
                == "cannot resolve 'a\\u{7}\\u{0}b:80': the name has a NUL in it")
        #expect(
            failure { () throws(IOFailure) in _ = try Socket.gethostbynameEx("localhost\0b") }
                == "cannot resolve 'localhost\\u{0}b': the name has a NUL in it")
        #expect(Socket.getservbyname("http\0b") == nil)
        #expect(Socket.getprotobyname("tcp\0b") == nil)
        #expect(Socket.ifNameToIndex("lo\0b") == nil)
    }

    @Test func `An address has a name, and its port a service`() throws {
        let numbers = try Socket.getnameinfo(.ip4("127.0.0.1", 80), flags: [.numericHost, .numericService])
        #expect(numbers == ("127.0.0.1", "80"))
        let names = try Socket.getnameinfo(.ip6("::1", 8), flags: [.numericService])
        #expect(!names.host.isEmpty)
        let scoped = try Socket.getnameinfo(.ip6("fe80::1", 8, scope: 1), flags: [.numericHost, .numericService])
        #expect(scoped.host.hasPrefix("fe80::1%"))
    }

    @Test func `Hosts are found as old programs find them`() throws {
        #expect(try Socket.gethostbyname("localhost") == "127.0.0.1")
        #expect(try Socket.gethostbyname("127.0.0.2") == "127.0.0.2")
        let entry = try Socket.gethostbynameEx("localhost")
        #expect(entry.addresses.contains("127.0.0.1"))
        let back = try Socket.gethostbyaddr("127.0.0.1")
        #expect(([back.name] + back.aliases).contains("localhost"))
        if let six = try? Socket.gethostbyaddr("::1") { #expect(six.addresses == ["::1"]) }  // not every machine has it
        let error = #expect(throws: IOFailure.self) { _ = try Socket.gethostbynameEx("nobody.invalid") }
        #expect(error?.operation == .resolve)
        #expect(error?.target == "nobody.invalid")
        #expect(throws: IOFailure.self) { _ = try Socket.gethostbyname("nobody.invalid") }
    }

    @Test func `This machine has a name`() throws {
        #expect(try !Socket.gethostname().isEmpty)
        #expect(!Socket.getfqdn().isEmpty)
        #expect(Socket.getfqdn("nobody.invalid") == "nobody.invalid")
        #expect(Socket.getfqdn("localhost").hasPrefix("local"))
    }

    @Test func `Services and protocols have names where the system lists them`() {
        guard let port = Socket.getservbyname("http", "tcp") else { return }  // no /etc/services
        #expect(port == 80)
        #expect(Socket.getservbyport(80, "tcp") == "http")
        #expect(Socket.getservbyport(80) == "http")
        #expect(Socket.getservbyname("no such service") == nil)
        #expect(Socket.getservbyport(1, "nothing") == nil)
        #expect(Socket.getprotobyname("tcp") == 6)
        #expect(Socket.getprotobyname("nothing") == nil)
    }

    @Test func `Interfaces have numbers`() throws {
        for (index, name) in try Socket.ifNameIndex() {
            #expect(Socket.ifNameToIndex(name) == index)
            #expect(Socket.ifIndexToName(index) == name)
        }
        #expect(Socket.ifNameToIndex("nothing") == nil)
        #expect(Socket.ifIndexToName(99_999) == nil)
    }

    @Test func `Addresses become bytes and digits`() {
        #expect(Socket.inetPton(.inet, "1.2.3.4") == [1, 2, 3, 4])
        #expect(Socket.inetPton(.inet, "1.2.3") == nil)
        #expect(Socket.inetPton(.inet, "1.2.3.4\0") == nil)
        #expect(Socket.inetPton(.inet6, "::1") == [UInt8](repeating: 0, count: 15) + [1])
        #expect(Socket.inetPton(.unix, "::1") == nil)
        #expect(Socket.inetNtop(.inet, [1, 2, 3, 4]) == "1.2.3.4")
        #expect(Socket.inetNtop(.inet, [1, 2, 3]) == nil)
        #expect(Socket.inetNtop(.inet6, [UInt8](repeating: 0, count: 15) + [1]) == "::1")
        #expect(Socket.inetAton("127.1") == [127, 0, 0, 1])
        #expect(Socket.inetAton("0x7f.1") == [127, 0, 0, 1])
        #expect(Socket.inetAton("localhost") == nil)
        #expect(Socket.inetNtoa([255, 255, 255, 255]) == "255.255.255.255")
        #expect(Socket.inetNtoa([]) == nil)
    }

    @Test func `Numbers change their order of bytes`() {
        #expect(Socket.htons(0x1234) == (0x1234 as UInt16).bigEndian)
        #expect(Socket.ntohs(Socket.htons(0x1234)) == 0x1234)
        #expect(Socket.htonl(0x1234_5678) == (0x1234_5678 as UInt32).bigEndian)
        #expect(Socket.ntohl(Socket.htonl(0x1234_5678)) == 0x1234_5678)
    }

    @Test func `Only the superuser names this machine, and nothing is no name`() {
        // As superuser it would be renamed: only what cannot succeed is tried.
        let error = #expect(throws: IOFailure.self) { try Socket.sethostname(String(repeating: "a", count: 1000)) }
        #expect(error?.target == "the name of this machine")
    }
}
