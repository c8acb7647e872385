// The lines that "From Python's socket" names, in the order of its tables.
import SluiceCore
import SluiceNetwork

func making(number: Int32, path: String) throws {
    let socket = try Socket(family: .inet, type: .stream)
    print(socket.family, socket.type, socket.protocolNumber)
    let adopted = try Socket(fileDescriptor: number)
    let copy = try Socket.fromFD(number)
    let (one, other) = try Socket.socketPair()
    let client = try Socket.createConnection("localhost", 8080, timeout: .seconds(5))
    let bound = try Socket.createConnection("localhost", 8080, source: .ip4("", 0))
    do {
        print(try Socket.createConnection("localhost", 8080))
    } catch {
        print(error.attempts)
    }
    let server = try Socket.createServer(.ip4("", 8080), backlog: 10, reusePort: true)
    if Socket.hasDualStackIPv6 { print(try Socket.createServer(.ip6("", 8080), dualStack: true)) }
    let local = try Socket.createServer(.unix(path))
    try client.use { socket in try socket.sendAll("hello") }
    for each in [adopted, copy, one, other, bound, server, local] { each.close() }
}

func addresses(_ socket: Socket) throws {
    let address = SocketAddress.ip4("127.0.0.1", 80)
    let six = SocketAddress.ip6("fe80::1", 80, flowInfo: 0, scope: 2)
    let unix = SocketAddress.unix("/run/app.sock")
    let abstract = SocketAddress.abstract("app")
    print(address, six, unix, abstract, SocketAddress("127.0.0.1:80") ?? address)
    print(address.host ?? "", address.port ?? 0)
    print(try socket.sockName, try socket.peerName)
}

func connecting(_ socket: Socket, _ address: SocketAddress) throws {
    try socket.bind(.ip4("", 0))
    try socket.listen(backlog: 10)
    let (connection, peer) = try socket.accept()
    try connection.connect(address)
    let code = try connection.connectEx(address)
    try connection.shutdown(.write)
    let number = try connection.detach()
    let another = try socket.dup()
    socket.close()
    print(peer, code, number, another.fileno)
}

func transfer(_ socket: Socket, _ address: SocketAddress, bytes: [UInt8], path: String) throws {
    print(try socket.recv(1024))
    print(try socket.recv(1024, flags: [.peek, .dontWait]))
    var buffer = [UInt8](repeating: 0, count: 1024)
    var span = buffer.mutableSpan
    print(try socket.recv(into: &span))
    let (datagram, sender) = try socket.recvFrom(1024)
    buffer = try [UInt8](capacity: 1024) { room throws(IOFailure) in _ = try socket.recvFrom(into: &room) }
    let message = try socket.recvMsg(1024, controlSize: Socket.ControlMessage.space(4))
    print(message.bytes, message.control, message.flags, message.address ?? sender)
    buffer = try [UInt8](capacity: 1024) { room throws(IOFailure) in _ = try socket.recvMsg(into: &room) }
    print(try socket.send(bytes), datagram)
    try socket.sendAll(bytes)
    try socket.sendTo(bytes, address)
    try socket.sendMsg([bytes, bytes], control: [.descriptors([1])], to: address)
    try socket.sendFile(contentsOf: path, offset: 10, count: 100)
    try socket.sendFile(fileDescriptor: 0)
    try socket.sendFDs([1], [0, 1, 2])
    let (_, descriptors, _) = try socket.recvFDs(1, maxDescriptors: 3)
    print(descriptors.take())
    print(Socket.ControlMessage.length(4), Socket.ControlMessage.space(4))
}

func files(_ socket: Socket) throws {
    let file = socket.makeFile()
    let reader = socket.makeReader(bufferSize: 4096, maxLineLength: 1000)
    let writer = socket.makeWriter(bufferSize: 0)
    while let line = try file.readLine() { print(line) }
    print(try file.readLine(keepsEnd: true) ?? "the end")
    print(try reader.read(10), try reader.read(exactly: 10), try reader.readAll())
    print(try reader.peek(), try reader.readLineBytes() ?? [])
    print(try file.readLines())
    try writer.write("text")
    try file.flush()
}

func waiting(_ socket: Socket) throws {
    socket.timeout = .seconds(5)
    print(socket.timeout ?? .zero)
    socket.setBlocking(false)
    print(socket.isBlocking)
    print(Socket.defaultTimeout ?? .zero)
    Socket.defaultTimeout = .seconds(30)
    try socket.waitUntilReadable()
    try socket.waitUntilWritable()
    try socket.setInheritable(true)
    print(try socket.isInheritable)
}

func options(_ socket: Socket) throws {
    try socket.setSockOpt(.reuseAddress, true)
    print(try socket.getSockOpt(.receiveBuffer))
    try socket.setSockOpt(.noDelay, true)
    try socket.setSockOpt(.linger, 0)
    try socket.setSockOpt(level: 6, option: 1, 1)
    try socket.setSockOpt(level: 6, option: 1, [1, 0, 0, 0])
    try socket.setSockOpt(level: 6, option: 1, nilOfLength: 4)
    print(try socket.getSockOpt(level: 6, option: 1))
    print(try socket.getSockOpt(level: 6, option: 1, count: 4))
    print(try socket.peerCredentials)
}

func names() throws {
    for info in try Socket.getaddrinfo("localhost", port: 80, type: .stream) { print(info.address, info.family) }
    print(try Socket.getaddrinfo(nil, "http", flags: [.passive, .numericService]))
    let (host, service) = try Socket.getnameinfo(.ip4("127.0.0.1", 80), flags: .numericHost)
    print(host, service)
    print(try Socket.gethostbyname("localhost"))
    print(try Socket.gethostbynameEx("localhost").aliases)
    print(try Socket.gethostbyaddr("127.0.0.1").name)
    print(try Socket.gethostname(), Socket.getfqdn())
    try Socket.sethostname("host")
    print(Socket.getprotobyname("tcp") ?? 0)
    print(Socket.getservbyname("http", "tcp") ?? 0, Socket.getservbyport(80) ?? "none")
    print(Socket.htons(80), Socket.ntohs(80), Socket.htonl(80), Socket.ntohl(80))
    print(Socket.inetAton("127.0.0.1") ?? [], Socket.inetNtoa([127, 0, 0, 1]) ?? "none")
    print(Socket.inetPton(.inet6, "::1") ?? [], Socket.inetNtop(.inet, [127, 0, 0, 1]) ?? "none")
    print(try Socket.ifNameIndex())
    print(Socket.ifNameToIndex("lo") ?? 0, Socket.ifIndexToName(1) ?? "none")
}

func failures(_ socket: Socket) {
    do {
        print(try socket.recv(1))
    } catch {
        print(error.errno, error.reason, error.target)
        if error.isTimeout { print("timeout") }
        if error.wouldBlock { print("nothing yet") }
        if error.isConnectionRefused || error.isConnectionLost { print("nobody there") }
        if error.operation == .resolve { print("a name without an address", error.isUnknownName) }
        if error.isAddressInUse || error.isClosed { print("taken, or closed") }
    }
}

func constants() {
    let families: [Socket.Family] = [.inet, .inet6, .unix, .unspecified]
    let types: [Socket.Kind] = [.stream, .datagram, .raw, .sequencedPacket]
    let others = (Socket.Family(rawValue: 16), Socket.Kind(rawValue: 4))
    let flags: [Socket.MessageFlags] = [
        .peek, .outOfBand, .dontRoute, .waitAll, .dontWait, .moreComing, .truncated, .controlTruncated, .endOfRecord,
    ]
    let directions: [Socket.Direction] = [.read, .write, .both]
    let switches: [SocketOption<Bool>] = [.reuseAddress, .reusePort, .keepAlive, .broadcast, .isListening]
    let numbers: [SocketOption<Int>] = [.receiveBuffer, .sendBuffer, .error, .type]
    let keeping: [SocketOption<Int>] = [.keepAliveIdle, .keepAliveInterval, .keepAliveCount]
    let internet: [SocketOption<Int>] = [.timeToLive, .multicastTimeToLive]
    let internetSwitches: [SocketOption<Bool>] = [.noDelay, .version6Only, .multicastLoop]
    let lookups: [Socket.AddressInfo.Flags] = [
        .passive, .canonicalName, .numericHost, .numericService, .version4Mapped, .all, .addressConfigured,
    ]
    let naming: [Socket.NameFlags] = [.numericHost, .numericService, .noDomain, .nameRequired, .datagram]
    print(families, types, others, flags, directions, switches.count, numbers.count, keeping.count, internet.count)
    print(internetSwitches.count, lookups, naming, Socket.maxBacklog)
}
