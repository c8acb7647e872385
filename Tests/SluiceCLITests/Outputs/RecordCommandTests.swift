#if Services
import Testing

@testable import SluiceStreamCLI

@Suite struct RecordCommandTests {
    /// Talks with a server as the lines say that follow.
    private func talk(_ script: String) -> String {
        """
        cat >talk.py <<'END'
        import socket, sys
        host, port = sys.argv[1][6:].split(":")
        s = socket.create_connection((host, int(port)), timeout=60)
        def rest():
            data = b""
            while True:
                try: part = s.recv(65536)
                except ConnectionResetError: return data
                if not part: return data
                data += part
        \(script)
        END
        python3 talk.py $address $server
        """
    }

    @Test func `A command that ends before the records do ends the connection`() throws {
        let outcome = try Sluice().serving(
            "--exec 'read first; echo $first'",
            talk(
                """
                # It is told at once, and not when the next record finds nobody.
                s.sendall(b"1\\n")
                print(rest())
                try:
                    while True: s.sendall(b"2\\n")
                except OSError: print("closed")
                """))
        #expect(outcome.output == "b'1\\n'\nclosed\n")
        #expect(outcome.complaints.contains(": the handler failed: the command ended before the records did\n"))
    }

    @Test func `A command that writes elsewhere goes on to the last record`() throws {
        let sluice = try Sluice()
        let outcome = try sluice.serving(
            "--exec 'exec cat >got; echo no'",
            "seq 1 20000 | sluice send --plain - $address; seq 1 20000 | cmp - got && echo same")
        #expect(outcome.output == "same\n")
        #expect(!outcome.complaints.contains("failed"))
    }

    @Test(arguments: [
        // A bad record.
        #"s.sendall(b"1\n[2\n"); print(rest())"#,
        // A peer that breaks off, when the command has the first record.
        """
        import struct
        s.sendall(b"1\\n")
        print(s.recv(4))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        s.close()
        """,
    ])
    func `However the records end, the command finishes what it has`(script: String) throws {
        let sluice = try Sluice()
        let outcome = try sluice.serving(
            "--exec 'while read record; do echo got; done; echo done >over'",
            talk(script))
        #expect(outcome.output == "b'got\\n'\n")
        #expect(try sluice.text(of: "over") == "done\n")
    }

    @Test func `A signal to the server is none to its commands, which finish`() throws {
        // The server leads a group of its own, as it does behind a terminal.
        let outcome = try Sluice().shell(
            """
            mkfifo log
            lead='import os, sys; os.setpgid(0, 0); os.execvp(sys.argv[1], sys.argv[1:])'
            python3 -c "$lead" sluice serve --listen tcp://127.0.0.1:0 \\
                --exec 'read one; echo ready; while read more; do :; done; echo done' 2>log &
            server=$!
            exec 3<log
            read -r first <&3
            address=${first#*address=}
            address=${address%% *}
            \(talk(
                """
                import os, signal
                s.sendall(b"1\\n")
                print(s.recv(6))
                os.killpg(int(sys.argv[2]), signal.SIGTERM)
                print(rest())
                """))
            wait $server
            """)
        #expect(outcome.output == "b'ready\\n'\nb'done\\n'\n")
        #expect(outcome.status == 0)
    }

    @Test func `Records stand on a line each`() throws {
        let sluice = try Sluice(["in.json": "[1,\n2]\n{\"a\":\n3}"])
        let outcome = try sluice.serving(
            "--framing concatenated-json --exec 'while read record; do echo \"[$record]\"; done'",
            "sluice send --framing concatenated-json --plain in.json $address")
        #expect(outcome.output == "[[1, 2]]\n[{\"a\": 3}]\n")
    }

    @Test func `A command that fails is told, and the server goes on`() throws {
        let outcome = try Sluice(["in.ndjson": "1\n"]).serving(
            "--exec 'cat; exit 3'",
            "sluice send --plain in.ndjson $address; sluice send --plain in.ndjson $address")
        #expect(outcome.output == "1\n1\n")
        #expect(outcome.status == 0)
        #expect(outcome.complaints.contains(": the handler failed: the command failed: exited(3)\n"))
    }
}
#endif
