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
