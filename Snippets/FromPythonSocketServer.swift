// The lines that "From Python's socketserver" names, in the order of its tables.
#if Services
import SluiceCore
import SluiceJSON
import SluiceNetwork
import SluiceThreading

final class EchoHandler: StreamRequestHandler {
    override var timeout: Duration? { .seconds(60) }
    override var disableNagleAlgorithm: Bool { true }
    override var readBufferSize: Int { 64 << 10 }
    override var writeBufferSize: Int { 64 << 10 }

    override func setup() throws { try super.setup() }
    override func handle() throws {
        print(request, clientAddress, server?.serverAddress ?? clientAddress, connection)
        while let line = try rfile.readLine() { try wfile.write(line + "\n") }
    }
    override func finish() throws { try super.finish() }
}

final class DatagramHandler: DatagramRequestHandler {
    override func handle() throws {
        print(packet, socket)
        var rows = try JSON.records(at: .lines, in: rfile)
        while let row = try rows.next() { print(row) }
        wfile.bytes += packet
    }
}

final class PlainHandler: BaseRequestHandler {
    override func handle() throws { try request.socket.sendAll("hello\n") }
}

final class MyServer: TCPServer, @unchecked Sendable {
    override func serverBind() throws { try super.serverBind() }
    override func serverActivate() throws { try super.serverActivate() }
    override func getRequest() throws -> (Request, SocketAddress) { try super.getRequest() }
    override func verifyRequest(_ request: Request, _ clientAddress: SocketAddress) -> Bool { clientAddress.port != 1 }
    override func processRequest(_ request: Request, _ clientAddress: SocketAddress) throws {
        try super.processRequest(request, clientAddress)
    }
    override func finishRequest(_ request: Request, _ clientAddress: SocketAddress) throws {
        try super.finishRequest(request, clientAddress)
    }
    override func shutdownRequest(_ request: Request) { super.shutdownRequest(request) }
    override func closeRequest(_ request: Request) { super.closeRequest(request) }
    override func handleError(_ request: Request, _ clientAddress: SocketAddress, _ error: any Error) { print(error) }
    override func handleTimeout() { print("nobody came") }
    override func serviceActions() { print(activeRequests) }
}

func makingServers(_ address: SocketAddress, path: String) throws {
    var options = ServerOptions()
    options.requestQueueSize = 5
    options.allowReuseAddress = true
    options.allowReusePort = true
    options.timeout = .seconds(10)
    options.maxPacketSize = 8192
    options.threads = 8
    options.maxRequests = 100
    options.daemonThreads = true
    options.blockOnClose = false
    options.takenPath = .replaceStale
    options.parksIdleConnections = true
    options.idleTimeout = .seconds(60)
    options.onError = { error, address in print(error) }
    let tcp = try TCPServer(address, handler: EchoHandler.self, options: options)
    let closure = try TCPServer(address) { socket, address in try socket.sendAll("hello \(address)\n") }
    let later = try MyServer(address, handler: PlainHandler.self, bindAndActivate: false)
    let udp = try UDPServer(address, handler: DatagramHandler.self)
    let unix = try UnixStreamServer(path: path, handler: EchoHandler.self)
    let unixDatagrams = try UnixDatagramServer(path: path, handler: DatagramHandler.self)
    let threading = try ThreadingTCPServer(address, handler: EchoHandler.self)
    let threadingUDP = try ThreadingUDPServer(address, handler: DatagramHandler.self)
    let threadingUnix = try ThreadingUnixStreamServer(path: path, handler: EchoHandler.self)
    let threadingDatagrams = try ThreadingUnixDatagramServer(path: path, handler: DatagramHandler.self)
    let processes = try ProcessTCPServer(address, workers: .init(command: ["worker"], count: 40))
    let processesByPath = try ProcessTCPServer(.unix(path), workers: .init(command: ["worker"]))
    print(processes.activeChildren)
    processes.collectChildren()
    for server in [tcp, closure, later, udp, unix, unixDatagrams, threading, threadingUDP, processesByPath] {
        server.stop()
    }
    for server in [threadingUnix, threadingDatagrams] { server.serverClose(drain: .seconds(5)) }
}

func running(_ server: BaseServer) throws {
    print(server.serverAddress, server.socket, server.socket.family, server.socket.type)
    print(server.fileno, server.options.requestQueueSize)
    try server.serveForever(pollInterval: .milliseconds(500))
    let thread = try server.start()
    server.shutdown()
    server.shutdown(drain: .seconds(5))
    try server.handleRequest()
    server.serverClose()
    server.stop(drain: .seconds(5))
    try server.use { server in try server.serveForever() }
    print(thread.name)
}

func worker() throws {
    try WorkerProcess.serve(handler: EchoHandler.self)
}
#endif
