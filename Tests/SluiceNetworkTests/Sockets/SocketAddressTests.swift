import SluiceNetwork
import Testing

@Suite struct SocketAddressTests {
    @Test(arguments: [
        (SocketAddress.ip4("127.0.0.1", 80), "127.0.0.1:80"),
        (.ip4("example.org", 65535), "example.org:65535"),
        (.ip4("", 0), ":0"),
        (.ip6("::1", 80), "[::1]:80"),
        (.ip6("fe80::1", 80, scope: 7), "[fe80::1%7]:80"),
        (.unix("/run/a.sock"), "unix:/run/a.sock"),
        (.unix("relative"), "unix:relative"),
        (.unix(""), "unix:"),
        (.abstract("name"), "unix:@name"),
    ])
    func `An address is printed, and read again`(address: SocketAddress, text: String) {
        #expect(address.description == text)
        #expect(SocketAddress(text) == address)
    }

    @Test func `A path may stand alone`() {
        #expect(SocketAddress("/run/a.sock") == .unix("/run/a.sock"))
    }

    @Test(arguments: [
        "", "host", "host:", "host:x", "host:-1", "host:+1", "host:65536", "a:b:1", "::1:80", "[::1]", "[::1]80",
        "[::1%]:80", "[::1%nothing]:80", "[::1:80",
    ])
    func `What is none is not read`(text: String) {
        #expect(SocketAddress(text) == nil)
    }

    @Test func `A scope may be the name of an interface`() throws {
        guard let (index, name) = try Socket.ifNameIndex().first else { return }
        #expect(SocketAddress("[fe80::1%\(name)]:80") == .ip6("fe80::1", 80, scope: index))
    }

    @Test func `It has a family, and a host and port or a path`() {
        #expect(SocketAddress.loopback(port: 5).family == .inet)
        #expect(SocketAddress.any(port: 5) == .ip4("0.0.0.0", 5))
        #expect(SocketAddress.loopback(port: 5).host == "127.0.0.1")
        #expect(SocketAddress.loopback(port: 5).port == 5)
        #expect(SocketAddress.loopback().path == nil)
        #expect(SocketAddress.ip6("::1", 80).family == .inet6)
        #expect(SocketAddress.ip6("::1", 80).host == "::1")
        #expect(SocketAddress.unix("/a").family == .unix)
        #expect(SocketAddress.unix("/a").path == "/a")
        #expect(SocketAddress.unix("/a").host == nil)
        #expect(SocketAddress.unix("/a").port == nil)
        #expect(SocketAddress.other(family: 16, bytes: [1, 2]).family.rawValue == 16)
        #expect(SocketAddress.other(family: 16, bytes: [1, 2]).description == "family 16, 2 bytes")
    }

    @Test func `Control characters are not printed`() {
        #expect(SocketAddress.unix("/a\u{1B}[31m\n").description == "unix:/a\\u{1b}[31m\\u{a}")
        #expect(SocketAddress.ip4("a\0b", 1).description == "a\\u{0}b:1")
        #expect(SocketAddress.ip6("::1\u{7F}", 1).description == "[::1\\u{7f}]:1")
        #expect(SocketAddress.abstract("a\u{9B}31m").description == "unix:@a\\u{9b}31m")
        #expect(SocketAddress.unix("/\u{80}\u{9F}\u{A0}é").description == "unix:/\\u{80}\\u{9f}\u{A0}é")
    }

    @Test func `The system's addresses come back as they went`() throws {
        for address in [SocketAddress.ip4("127.0.0.1", 0), .ip6("::1", 0)] {
            let socket = try Socket(family: address.family, type: .datagram)
            guard (try? socket.bind(address)) != nil else { continue }  // no version 6 here
            let own = try socket.sockName
            #expect(own.host == address.host)
            #expect(own.port != 0)
        }
        let unbound = try Socket(family: .unix)
        #expect(try unbound.sockName == .unix(""))
        #expect(try Socket().sockName == .ip4("0.0.0.0", 0))
    }
}
