#if Services
import Testing

@Suite struct ServeCommandTests {
    private let lines = (0..<1000).map { "{\"id\":\($0)}\n" }.joined()

    @Test func `Records that are sent are in the file, once each`() throws {
        let sluice = try Sluice(["in.ndjson": lines])
        let outcome = try sluice.serving(
            "--to out.ndjson",
            "sluice send in.ndjson $address && sluice send in.ndjson $address --stats 2>said; sed 's/,.*//' said")
        #expect(outcome.output == "sluice: 1\n")
        #expect(outcome.status == 0)
        #expect(outcome.complaints.contains("sluice: 2 connections, 1,000 records, "))
        #expect(try sluice.text(of: "out.ndjson") == lines)
    }

    @Test func `What comes of XML is kept, too`() throws {
        let sluice = try Sluice(["in.xml": "<all><a n='1'>x</a><b/></all>"])
        let outcome = try sluice.serving(
            "--framing length-xml --to out.xml", "sluice send --framing length-xml in.xml $address")
        #expect(outcome.status == 0)
        #expect(try sluice.text(of: "out.xml") == "<a n=\"1\">x</a>\n<b />\n")
    }

    @Test func `Standard output has the records where nothing else is said`() throws {
        let outcome = try Sluice(["in.ndjson": "[1]\n{\"a\": 2}\n"]).serving("", "sluice send in.ndjson $address")
        #expect(outcome.output == "[1]\n{\"a\": 2}\n")
    }

    @Test func `Records are sent back, or given to a command that answers`() throws {
        let sluice = try Sluice(["in.ndjson": "[1]\n[2]\n"])
        #expect(try sluice.serving("--echo", "sluice send --plain in.ndjson $address").output == "[1]\n[2]\n")
        let counting = try Sluice(["in.ndjson": "[1]\n[2]\n"])
        let outcome = try counting.serving("--exec 'grep -c .'", "sluice send --plain in.ndjson $address")
        #expect(outcome.output == "2\n")
    }

    @Test func `A bad record is told to both sides, and what came before it is kept`() throws {
        let sluice = try Sluice(["in.ndjson": "[1]\n[2]\n[3\n[4]\n"])
        let outcome = try sluice.serving(
            "--to out.ndjson",
            "printf '[1]\\n[3\\n' | python3 -c '\(Self.raw)' $address; sluice send in.ndjson $address 2>said; cat said")
        #expect(
            outcome.output.hasPrefix("in.ndjson:3:3: error: expected ',' or ']' after an element but the record ends\n")
        )
        #expect(outcome.complaints.contains("bad record: record 1, byte 6: tcp://127.0.0.1:"))
        #expect(try sluice.text(of: "out.ndjson") == "[1]\n[1]\n[2]\n")
    }

    /// Sends standard input as it is.
    private static let raw = """
        import socket, sys
        host, port = sys.argv[1][6:].split(":")
        with socket.create_connection((host, int(port))) as s:
            s.sendall(sys.stdin.buffer.read())
            s.shutdown(socket.SHUT_WR)
            s.recv(1)
        """

    @Test func `Two ways to go are one too many`() throws {
        let outcome = try Sluice.run("serve", "--echo", "--to", "a.ndjson")
        #expect(outcome.status == 2)
        #expect(outcome.complaints.hasPrefix("Error: --to, --exec and --echo exclude each other\n"))
    }

    @Test func `An address that is taken is named, and what to do`() throws {
        let outcome = try Sluice().serving(
            "--echo", "sluice serve --listen $address --echo 2>said; echo $? $(sed 's/:[0-9]*: the/:N: the/' said)")
        #expect(
            outcome.output
                == "2 sluice: error: tcp://127.0.0.1:N: the address is in use: take port 0, or end what listens there\n"
        )
    }
}
#endif
