#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Packets that do not arrive: the loopback of a network of its own goes away while a server and its peers use it.
@Suite(
    .timeLimit(.minutes(10)), .serialized,
    .enabled(if: OwnNetwork.isThere, "unshare, nsenter and ip are missing, or the right to use them"))
struct LostPacketsTests {
    @Test func `Packets that are lost again and again lose and repeat no record`() async throws {
        let folder = try TemporaryDirectory()
        let (path, done, losses) = (folder.file("out.ndjson"), folder.file("done"), folder.file("losses"))
        let expected = (0..<5000).map { "{\"id\":\($0)}" }
        let source = try folder.write(Array((expected.joined(separator: "\n") + "\n").utf8), to: "in.ndjson")
        try folder.write(Array("0".utf8), to: "losses")
        let streams = try await Subject.serving("--keep '\(path)'", prefix: OwnNetwork.prefix) { subject, _ in
            let network = OwnNetwork(of: subject.process)
            async let storm = Shell.run(
                """
                n=0
                until [ -e '\(done)' ]; do
                    \(network.prefix) ip link set lo down
                    sleep 0.1
                    \(network.prefix) ip link set lo up
                    n=$((n + 1)); echo $n >'\(losses)'
                    sleep 0.2
                done
                """)
            var streams = 0
            repeat {
                let (status, output) = try await Subject.deliver(
                    source, stream: "\(streams)", to: subject.address, telling: folder.file("process"),
                    prefix: network.prefix)
                #expect(status == 0, "\(output)")
                streams += 1
            } while try Int(text(losses).filter(\.isNumber)) ?? 0 < 8
            try folder.write([], to: "done")
            _ = try await storm
            return streams
        }
        #expect(try lines(path) == Array(repeating: expected, count: streams).flatMap(\.self))
    }

    @Test func `A peer whose packets arrive no more is given up, and when they do again others are served`()
        async throws
    {
        let folder = try TemporaryDirectory()
        let done = folder.file("done")
        try await Subject.serving("--idle 500", prefix: OwnNetwork.prefix) { subject, calls in
            guard case .tcp(_, let port) = subject.address else { return }
            let network = OwnNetwork(of: subject.process)
            async let peer = Shell.python(Self.peer, "\(port)", done, prefix: network.prefix)
            var report = try await Subject.report(calls)
            while report.failures == 0 || report.open > 0 { report = try await Subject.report(calls) }
            #expect(report.failures == 1)
            try folder.write([], to: "done")
            let (status, output) = try await peer
            #expect(status == 0)
            #expect(output == "[1]\nFalse\ngone\n[2]\n")
        }
    }

    private static let peer = """
        import os, socket, subprocess, sys, time
        port, done = int(sys.argv[1]), sys.argv[2]
        peer = socket.create_connection(("127.0.0.1", port), timeout=60)
        peer.sendall(b'[1]\\n{"half": ')
        print(peer.recv(4).decode(), end="")
        subprocess.run(["ip", "link", "set", "lo", "down"], check=True)
        # The server's last words do not come, either.
        print(os.path.exists(done))
        while not os.path.exists(done): time.sleep(0.01)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        try:
            peer.sendall(b'1}\\n')
            while peer.recv(1): pass
        except ConnectionError: pass
        print("gone")
        peer = socket.create_connection(("127.0.0.1", port), timeout=60)
        peer.sendall(b'[2]\\n')
        print(peer.recv(4).decode(), end="")
        """
}
#endif
