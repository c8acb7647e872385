#if Services
import Hummingbird
import SluiceStreamingHTTP
import SluiceTestSupport
import Synchronization
import Testing

extension WithPeers {
    @Suite(.enabled(if: Peers.hasPython, "python3 is missing")) struct UploadRecordsTests {
        @Test func `A record is there with its last byte, and its answer while the upload goes on`() async throws {
            try await withServer { routes in
                routes.post("/echo") { records, reply in
                    for try await record in records { try await reply.write(["seen": record.json ?? nil]) }
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    """
                    s = connect()
                    s.sendall(head("/echo", "Transfer-Encoding: chunked", "Content-Type: application/x-ndjson"))
                    for i in range(50):
                        s.sendall(chunk(b'{"a":')); s.sendall(chunk(b'%d}\\n' % i))
                        line = b'{"seen":{"a":%d}}\\n' % i
                        until(s, chunk(line) if i else b"\\r\\n\\r\\n" + chunk(line))
                    s.sendall(b"0\\r\\n\\r\\n")
                    until(s, b"0\\r\\n\\r\\n")
                    # The connection goes on.
                    s.sendall(head("/echo", "Content-Length: 1", "Content-Type: application/json") + b"7")
                    assert until(s, b'{"seen":7}').startswith(b"HTTP/1.1 200"), "second"
                    """)
                #expect(said == "")
            }
        }

        @Test func `Python's http.client uploads in chunks, and reads the answer when it likes`() async throws {
            try await withServer { routes in
                routes.post("/sum") { records, reply in
                    var sum = 0
                    for try await record in records { sum += record.json?.int ?? 0 }
                    try await reply.write(["sum": JSON(sum)])
                }
                routes.post("/first") { records, reply in
                    var iterator = records.makeAsyncIterator()
                    if let record = try await iterator.next() { try await reply.write(record) }
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    """
                    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                    for i in range(3):
                        numbers = (b"%d\\n" % n for n in range(1000))
                        c.request("POST", "/sum", numbers, {"Content-Type": "application/jsonl"}, encode_chunked=True)
                        r = c.getresponse()
                        assert (r.status, r.read()) == (200, b'{"sum":499500}\\n'), i
                    c.putrequest("POST", "/first")
                    c.putheader("Content-Type", "application/x-ndjson")
                    c.putheader("Transfer-Encoding", "chunked")
                    c.endheaders()
                    c.send(chunk(b"7\\n"))
                    r = c.getresponse()
                    assert (r.status, r.read()) == (200, b"7\\n")
                    """)
                #expect(said == "")
            }
        }

        @Test func `The iterator tells of the root and of each record's place`() async throws {
            try await withServer { routes in
                routes.post("/stanzas", framing: .xmlStanzas) { records, reply in
                    var iterator = records.makeAsyncIterator()
                    _ = try await iterator.next()
                    let first = "\(iterator.root?.name.local ?? "") \(iterator.ordinal)@\(iterator.offset)"
                    _ = try await iterator.next()
                    try await reply.write(
                        text: "<a>\(first) \(iterator.ordinal)@\(iterator.offset) \(records.framing)</a>")
                    #expect(records.request.http.uri.path == "/stanzas")
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    """
                    body = "<s><a/><b/></s>"
                    assert ask("/stanzas", "POST", body, Content_Type="text/xml")[1] == \\
                        "<records>\\n<a>s 0@3 1@7 xml-stanzas</a></records>"
                    """)
                #expect(said == "")
            }
        }

        @Test func `Records that came together are there without waiting; those that were taken are counted`()
            async throws
        {
            let statistics = StreamStatistics()
            try await withServer(statistics: statistics) { routes in
                routes.post("/some") { records, reply in
                    var iterator = records.makeAsyncIterator()
                    var texts = [try await iterator.next()?.text()]
                    while let record = try iterator.nextArrived() { texts.append(try record.text()) }
                    try await reply.write(JSON(texts.count))
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    s = connect()
                    s.sendall(head("/some", "Content-Type: application/x-ndjson", "Content-Length: 100") + b"1\n2\n3\n")
                    answer = until(s, b"\r\n\r\n")
                    assert answer.startswith(b"HTTP/1.1 200 "), answer
                    assert 1 <= int(until(s, b"\n")) <= 3
                    """#)
                #expect(said == "")
                // The count may follow the answer.
                let deadline = ContinuousClock.now + .seconds(30)
                while statistics.snapshot().recordsReceived == 0, .now < deadline { await Task.yield() }
                #expect((1...3).contains(statistics.snapshot().recordsReceived))
            }
        }

        @Test func `Behind a bad record it goes on, if that is asked for`() async throws {
            try await withServer { routes in
                var options = StreamOptions()
                options.resynchronises = true
                routes.post("/lines", options: options) { records, reply in
                    var iterator = records.makeAsyncIterator()
                    while true {
                        do {
                            guard let record = try await iterator.next() else { break }
                            try await reply.write(record)
                        } catch let error as StreamError where error.isResumable {
                            try await reply.write(["error": JSON(error.message), "record": JSON(error.ordinal)])
                        }
                    }
                }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    status, text = ask("/lines", "POST", "1\nx\n2\n", Content_Type="application/x-ndjson")
                    assert text == '1\n{"error":"expected a value but found \'x\'","record":1}\n2\n', text
                    """#)
                #expect(said == "")
            }
        }

        @Test func `A handler that takes its time holds the client back`() async throws {
            let go = Signal()
            try await withServer { routes in
                routes.post("/slow") { records, reply in
                    await go.wait()
                    var count = 0
                    for try await _ in records { count += 1 }
                    try await reply.write(["records": JSON(count)])
                }
                routes.post("/go") { _, _ in go.send() }
            } _: { port in
                let said = try await Peers.python(
                    port,
                    #"""
                    line = b'"' + b"x" * 9997 + b'"\n'
                    total = 32_000_000
                    s = connect(SO_SNDBUF=65536)
                    s.sendall(head("/slow", f"Content-Length: {total}", "Content-Type: application/x-ndjson"))
                    s.setblocking(False)
                    block = memoryview(line * 100)
                    sent = silent = 0
                    # As much as goes: it is the buffers of both sides, and the server takes no more.
                    while silent < 20 and sent < total:
                        if select.select([], [s], [], 0.05)[1]:
                            silent = 0
                            sent += s.send(block[sent % len(block):])
                        else: silent += 1
                    assert sent < total / 2, sent
                    assert ask("/go", "POST")[0] == 204
                    s.settimeout(60)
                    while sent < total: sent += s.send(block[sent % len(block):][:total - sent])
                    assert until(s, b"\r\n\r\n").startswith(b"HTTP/1.1 200")
                    """#)
                #expect(said == "")
            }
        }
    }
}
#endif
