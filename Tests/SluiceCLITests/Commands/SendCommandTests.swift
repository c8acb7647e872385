#if Services
import Testing

@Suite struct SendCommandTests {
    @Test func `Records that a path leads to are sent`() throws {
        let sluice = try Sluice(["in.json": #"{"rows": [{"a": 1}, [2,\#n 3]]}"#])
        _ = try sluice.serving("--to out.ndjson", "sluice send --at '$.rows[*]' in.json $address")
        #expect(try sluice.text(of: "out.ndjson") == "{\"a\": 1}\n[2,  3]\n")
    }

    @Test func `Standard input is sent as it comes`() throws {
        let sluice = try Sluice()
        _ = try sluice.serving("--to out.ndjson", "printf '[1]\\n{}' | sluice send - $address")
        #expect(try sluice.text(of: "out.ndjson") == "[1]\n{}\n")
    }

    @Test func `XML of standard input goes as it is framed`() throws {
        let sluice = try Sluice(["in.xml": "<all><a n='1'>x</a><b/></all>"])
        _ = try sluice.serving(
            "--framing xml-stanzas --to out.xml", "sluice send --framing xml-stanzas - $address <in.xml")
        #expect(try sluice.text(of: "out.xml") == "<a n=\"1\">x</a>\n<b />\n")
    }

    @Test func `A bad record ends the conversation, when what came before has been answered`() throws {
        let bad = "error: expected ',' or ']' after an element but the record ends\n"
        let file = try Sluice(["in.ndjson": "[1]\n[2\n[3]\n"]).serving(
            "--echo", "sluice send --plain in.ndjson $address 2>said; echo $?; cat said")
        #expect(file.output.hasPrefix("[1]\n1\nin.ndjson:2:3: \(bad)"))
        // Of standard input more may come for ever.
        let stream = try Sluice().serving(
            "--echo",
            "mkfifo in; { printf '[1]\\n]\\n'; exec sleep 1000; } >in & (sluice send - $address; echo $?) <in 2>said; kill $!; cat said"
        )
        #expect(stream.output.hasPrefix("[1]\n1\n<stdin>:2:1: error: "))
    }

    @Test func `Whoever has read enough ends it, though standard input does not`() throws {
        let outcome = try Sluice().serving(
            "--echo",
            """
            mkfifo in go
            { echo 1; read -r go <go; echo 2; exec sleep 1000; } >in &
            sluice send --plain - $address <in | { read -r answer; echo $answer; exec <&-; echo >go; }
            kill $!
            """)
        #expect(outcome.output == "1\n")
    }

    @Test func `Seconds are numbers that make sense`() throws {
        let outcome = try Sluice.run("send", "--retry", "nan", "a.ndjson", "tcp://127.0.0.1:1")
        #expect(outcome.complaints.hasPrefix("Error: The value 'nan' is invalid for '--retry <seconds>'\n"))
        // For ever, and not even begun.
        let missing = try Sluice.run("send", "--retry", "inf", "none.ndjson", "tcp://127.0.0.1:1")
        #expect(missing.complaints == "sluice: error: cannot open 'none.ndjson': No such file or directory\n")
    }

    @Test func `Nobody there is an error that names the address`() throws {
        let outcome = try Sluice(["a.ndjson": "1\n"]).run(["send", "--retry", "0", "a.ndjson", "unix:nowhere.sock"])
        #expect(outcome == .init(complaints: "sluice: error: unix:nowhere.sock: there is no such socket\n", status: 2))
    }

    @Test func `A file that is not there, or does not go with the framing, is told`() throws {
        let missing = try Sluice.run("send", "none.ndjson", "tcp://127.0.0.1:1")
        #expect(
            missing
                == .init(complaints: "sluice: error: cannot open 'none.ndjson': No such file or directory\n", status: 2)
        )
        let wrong = try Sluice.run("send", "a.xml", "tcp://127.0.0.1:1")
        #expect(wrong.complaints.hasPrefix("Error: records of XML want a framing of XML: --framing length-xml\n"))
        let other = try Sluice.run("send", "--framing", "length-xml", "a.json", "tcp://127.0.0.1:1")
        #expect(other.complaints.hasPrefix("Error: records of JSON want a framing of JSON: --framing ndjson\n"))
    }

    @Test func `A server that takes no deliveries is known by its answer`() throws {
        let outcome = try Sluice(["a.ndjson": "1\n"]).serving(
            "--echo", "sluice send --retry 0 a.ndjson $address 2>said; echo $? $(sed 's/:[0-9]*: the/:N: the/' said)")
        #expect(
            outcome.output
                == "2 sluice: note: to a server that takes no deliveries, records are sent by --plain sluice: error: tcp://127.0.0.1:N: the server takes no deliveries: it does not answer as one that does\n"
        )
    }
}
#endif
