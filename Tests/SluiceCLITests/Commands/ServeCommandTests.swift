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

    @Test func `Whoever reads the records and goes away ends the server`() throws {
        let outcome = try Sluice(["in.ndjson": "1\n2\n"]).shell(
            """
            mkfifo log
            { sluice serve --listen tcp://127.0.0.1:0 2>log; echo $? >status; } | head -1 &
            exec 3<log
            read -r first <&3
            address=${first#*address=}
            address=${address%% *}
            # Until nobody is there any more.
            while sluice send --retry 0 --plain in.ndjson $address 2>/dev/null; do :; done
            wait $!
            cat status
            """)
        #expect(outcome == .init(output: "1\n0\n"))
    }

    @Test(arguments: ["--http", "--page tcp://127.0.0.1:0 --echo"])
    func `A server that has no descriptors left lets others in when it has`(options: String) throws {
        let sluice = try Sluice([
            "flood.py": """
            import http.client, socket, sys
            host, port = sys.argv[1].split("/")[2].split(":")
            held = []
            for _ in range(100):
                s = socket.socket()
                s.settimeout(0.2)
                try: s.connect((host, int(port)))
                except OSError: break
                held.append(s)
            for s in held: s.close()
            for _ in range(3):
                c = http.client.HTTPConnection(host, int(port), timeout=60)
                c.request("GET", "/status")
                print(c.getresponse().status)
                c.close()
            """
        ])
        let outcome = try sluice.shell(
            """
            mkfifo log
            (ulimit -n 40; exec sluice serve --listen tcp://127.0.0.1:0 \(options) 2>log) &
            server=$!
            exec 3<log
            read -r line <&3
            case "\(options)" in *page*) read -r line <&3 ;; esac
            address=${line#*address=}
            python3 flood.py ${address%% *}
            kill -INT $server
            wait $server
            """)
        #expect(outcome.output == "200\n200\n200\n")
    }

    @Test func `The page is there for as long as connections are`() throws {
        let outcome = try Sluice().serving(
            "--page tcp://127.0.0.1:0 --exec 'read one; echo $one; cat >none; test -z $one || read -r go <go'",
            """
            mkfifo go
            read -r second <&3
            page=${second#*address=}
            cat >talk.py <<'END'
            import http.client, os, signal, socket, sys
            (host, port), page = (text.split("/")[2].split(":") for text in sys.argv[1:3])
            s = socket.create_connection((host, int(port)), timeout=60)
            s.sendall(b"1\\n")
            print(s.recv(2))
            os.kill(int(sys.argv[3]), signal.SIGINT)
            # Until nobody is let in any more.
            while True:
                try: socket.create_connection((host, int(port)), timeout=60).close()
                except OSError: break
            c = http.client.HTTPConnection(*page, timeout=60)
            c.request("GET", "/status")
            print(c.getresponse().status)
            # The command goes on, and ends.
            open("go", "w").write("1\\n")
            print(s.recv(1))
            END
            python3 talk.py $address ${page%% *} $server
            """)
        #expect(outcome.output == "b'1\\n'\n200\nb''\n")
    }

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
