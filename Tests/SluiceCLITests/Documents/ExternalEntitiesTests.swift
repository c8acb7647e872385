#if Services
import Testing

@Suite struct ExternalEntitiesTests {
    private func sluice(_ systemID: String) throws -> Sluice {
        let sluice = try Sluice([
            "d.xml": "<!DOCTYPE a [<!ENTITY e SYSTEM \"\(systemID)\">]>\n<a>&e;</a>", "secret": "hidden",
        ])
        _ = try sluice.shell(
            """
            mkdir -p e/sub; printf 'in <b>sub</b>' >e/sub/x.xml; printf '<c/>' >'e/a b.xml'; gzip -c e/sub/x.xml >e/x.gz
            ln -s sub/x.xml e/inner; ln -s ../secret e/outer; ln -s .. e/up; mkfifo e/fifo
            """)
        return sluice
    }

    @Test(arguments: [
        ("sub/x.xml", ##"{"b":"sub","#text":"in "}"##), ("./sub//x.xml", ##"{"b":"sub","#text":"in "}"##),
        ("inner", ##"{"b":"sub","#text":"in "}"##), ("a%20b.xml", #"{"c":null}"#), ("a b.xml", #"{"c":null}"#),
        ("x.gz", ##"{"b":"sub","#text":"in "}"##),
    ])
    func `What lies in the folder is read`(systemID: String, record: String) throws {
        let outcome = try sluice(systemID).run(["records", "--at", "/a", "--entities", "e", "d.xml"])
        #expect(outcome == .init(output: record + "\n"))
    }

    @Test(arguments: [
        ("../secret", "leads out of the folder 'e' of --entities"),
        ("sub/../../secret", "leads out of the folder 'e' of --entities"),
        ("%2e%2e/secret", "leads out of the folder 'e' of --entities"),
        ("outer", "is a link out of the folder 'e' of --entities"),
        ("up/secret", "is a link out of the folder 'e' of --entities"),
        ("/etc/passwd", "is an absolute path, and --entities reads files in 'e' only"),
        ("file:///etc/passwd", "is an address, and --entities reads files in 'e' only"),
        ("http://localhost/x", "is an address, and --entities reads files in 'e' only"),
        ("//localhost/x", "is an address, and --entities reads files in 'e' only"),
        ("fifo", "is no plain file in the folder 'e' of --entities"),
        ("sub", "is no plain file in the folder 'e' of --entities"),
        ("", "is empty"), ("%zz", "has a '%' without two hexadecimal digits"),
    ])
    func `What lies elsewhere is refused, and the error says why`(systemID: String, reason: String) throws {
        for command in [["check"], ["events"], ["format"], ["format", "--canonical"], ["records", "--at", "/a"]] {
            let outcome = try sluice(systemID).run(command + ["--entities", "e", "d.xml"])
            #expect(
                outcome.complaints
                    == "sluice: error: d.xml: the entity 'e' is not read: its system identifier '\(systemID)' \(reason)\n"
            )
            #expect(outcome.status == 1)
            #expect(!outcome.output.contains("hidden"))
        }
    }

    @Test func `What is not there is a failure`() throws {
        #expect(
            try sluice("none").run(["check", "--entities", "e", "d.xml"])
                == .init(
                    complaints:
                        "sluice: error: cannot open 'e/none': not there, and the entity 'e' of d.xml asks for it\n",
                    status: 2))
        #expect(
            try sluice("none").run(["check", "--entities", "nowhere", "d.xml"])
                == .init(
                    complaints: "sluice: error: cannot open 'nowhere': the folder of --entities is not there\n",
                    status: 2))
    }
}
#endif
