#if Services
import SluiceStreaming
import SluiceTestSupport
import Testing

/// Connections for which the system holds 4 KiB on each side: what is written goes out in many parts, and the system says
/// again and again that it takes no more now.
@Suite(
    .timeLimit(.minutes(5)), .serialized,
    .enabled(if: OwnNetwork.canHaveSmallBuffers, "unshare, nsenter and ip are missing, or the right to use them"))
struct SmallBuffersTests {
    @Test func `Deliveries and what acknowledges them pass through small buffers`() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("out.ndjson")
        let expected = (0..<2000).map { "{\"id\":\($0),\"text\":\"\(String(repeating: "x", count: $0 % 997))\"}" }
        let source = try folder.write(Array((expected.joined(separator: "\n") + "\n").utf8), to: "in.ndjson")
        try await Subject.serving("--keep '\(path)'", prefix: OwnNetwork.ofSmallBuffers) { subject, _ in
            let (status, output) = try await Subject.deliver(
                source, stream: "a", to: subject.address, telling: folder.file("process"),
                prefix: OwnNetwork(of: subject.process).prefix)
            #expect(status == 0, "\(output)")
        }
        #expect(try lines(path) == expected)
    }

    @Test func `Records larger than every buffer come back whole, however slowly they are read`() async throws {
        try await Subject.serving(prefix: OwnNetwork.ofSmallBuffers) { subject, calls in
            guard case .tcp(_, let port) = subject.address else { return }
            let (status, output) = try await Shell.python(
                Self.peer, "\(port)", prefix: OwnNetwork(of: subject.process).prefix)
            #expect(status == 0, "\(output)")
            #expect(output == "same\n")
            var report = try await Subject.report(calls)
            while report.open > 0 { report = try await Subject.report(calls) }
            #expect(report.failures == 0)
        }
    }

    private static let peer = """
        import socket, sys, threading
        peer = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60)
        assert peer.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 4608
        sent = b"".join(b'["%s",%d]\\n' % (b"y" * (40000 * i), i) for i in range(8))
        def send():
            peer.sendall(sent)
            peer.shutdown(socket.SHUT_WR)
        thread = threading.Thread(target=send)
        thread.start()
        back = bytearray()
        while part := peer.recv(1 + len(back) % 1000): back += part
        thread.join()
        print("same" if back == sent else "other: %d of %d bytes" % (len(back), len(sent)))
        """
}
#endif
