#if Services
import Hummingbird
import Logging
import NIOCore
import SluiceCore
import SluiceStreamingHTTP
import SluiceTestSupport
import Synchronization
import Testing

/// Conversations with programs, one at a time: each has the machine for itself, and so need not wait longer than it must.
@Suite(.serialized) enum WithPeers {}

/// Programs that are the other side.
enum Peers {
    static let hasCurl = Command.exists("curl")
    static let hasPython = Command.exists("python3")
    static let browser = ["chromium", "chromium-browser", "google-chrome"].first { Command.exists($0) }

    /// What a line of the shell prints, errors included, and how it ends.
    static func shell(_ line: String) async throws -> (output: String, status: Int32) {
        let directory = try TemporaryDirectory()
        let path = directory.file("output")
        let status = try await aside { Command.run("{ \(line) ; } >'\(path)' 2>&1") }
        var source = try FileSource(path)
        return (String(decoding: try source.drain(), as: UTF8.self), status)
    }

    /// What curl prints for these arguments, of which `URL` is replaced by the server's.
    static func curl(_ arguments: String, _ port: Int) async throws -> String {
        let arguments = arguments.replacing("URL", with: "http://127.0.0.1:\(port)")
        // It reads its input only where that is asked for; and it waits long, but not for ever.
        return try await shell("curl -sS --max-time 120 \(arguments)").output
    }

    /// Runs Python with a few words of its own. What it asserts and is wrong is in the output: empty where all is well.
    static func python(_ port: Int, _ script: String) async throws -> String {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Array((prelude + script).utf8), to: "script.py")
        return try await shell("python3 '\(path)' \(port)").output
    }

    private static let prelude = """
        import socket, sys, json, http.client, select, struct, threading
        port = int(sys.argv[1])
        def connect(**options):
            s = socket.socket()
            for name, value in options.items(): s.setsockopt(socket.SOL_SOCKET, getattr(socket, name), value)
            s.settimeout(120)
            s.connect(("127.0.0.1", port))
            return s
        def head(path, *fields, method="POST"):
            return "\\r\\n".join([f"{method} {path} HTTP/1.1", "Host: x", *fields, "", ""]).encode()
        def until(s, end):
            data = b""
            while not data.endswith(end):
                part = s.recv(1)
                assert part, data
                data += part
            return data
        def rest(s):
            data = bytearray()
            while True:
                part = s.recv(65536)
                if not part: return bytes(data)
                data += part
        def chunk(text): return b"%x\\r\\n%b\\r\\n" % (len(text), text)
        def ask(path, method="GET", body=None, **headers):
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            c.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            r = c.getresponse()
            text = r.read().decode()
            c.close()
            return r.status, text

        """

    /// Work that waits for others, on a thread of its own: tasks have only as many as there are processors.
    static func aside<Output: Sendable>(_ body: @escaping @Sendable () -> Output) async throws -> Output {
        let thread = Mutex<WorkerThread?>(nil)
        let output = await withCheckedContinuation { continuation in
            let started = WorkerThread { continuation.resume(returning: body()) }
            guard let started else { preconditionFailure("the system has no more threads") }
            thread.withLock { $0 = started }
        }
        thread.withLock { $0 }?.join()
        return output
    }
}

/// Runs a server for as long as `body` takes.
func withServer(
    limits: DocumentHTTPLimits = .default, statistics: StreamStatistics = StreamStatistics(),
    logger: Logger = .silent, _ build: (DocumentRoutes<BasicRequestContext>) -> Void,
    _ body: (Int) async throws -> Void
) async throws {
    let server = DocumentHTTPServer(
        .tcp(host: "127.0.0.1", port: 0), limits: limits, statistics: statistics, logger: logger, build)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.run() }
        try await body(server.address().port ?? 0)
        group.cancelAll()
    }
}

extension Logger {
    /// Says nothing of what tests break on purpose.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// A log that keeps its lines.
final class KeptLog: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func log(event: LogEvent) {
        let metadata = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        kept.withLock { $0.append("\(event.level) \(event.message)\(metadata.joined())") }
    }

    var logger: Logger { Logger(label: "test") { [self] _ in self } }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
}

/// Something that happens once, and can be waited for.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(of: Void.self) }

    func send() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}
#endif
