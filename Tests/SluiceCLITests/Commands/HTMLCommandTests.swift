#if Services
import Testing

@Suite struct HTMLCommandTests {
    private let files = ["p.html": "<!DOCTYPE html>\n<title>T &uuml;</title><p>One<p>Two <br>three"]

    @Test func `HTML is mended and otherwise as it was`() throws {
        let expected =
            "<!DOCTYPE html>\n<html><head><title>T ü</title></head><body><p>One</p><p>Two <br>three</p></body></html>\n"
        let sluice = try Sluice(files)
        #expect(try sluice.run(["format", "p.html"]) == .init(output: expected))
        #expect(try sluice.run(["format"], input: sluice.text(of: "p.html")) == .init(output: expected))
    }

    @Test func `It becomes XML, with the options of XML`() throws {
        let sluice = try Sluice(files)
        let compact = try sluice.run(["format", "--to", "xml", "--compact", "--ascii", "p.html"]).output
        #expect(
            compact.hasSuffix(
                "<html><head><title>T &#252;</title></head><body><p>One</p><p>Two <br/>three</p></body></html>\n"))
        let checked = try sluice.shell("sluice format --to xml p.html | sluice check --format xml")
        #expect(checked == .init(output: "-: ok\n"))
        #expect(
            try sluice.run(["format", "--to", "xml", "--canonical", "p.html"]).output
                == "<html><head><title>T ü</title></head><body><p>One</p><p>Two <br></br>three</p></body></html>")
    }

    @Test(arguments: [
        (["--indent", "2"], "go with --to xml."), (["--compact"], "go with --to xml."),
        (["--sort-keys"], "--sort-keys goes with JSON."), (["--recover"], "HTML is mended as it is read."),
        (["--dtd", "x"], "--dtd goes with XML."),
    ])
    func `Options that mean nothing to HTML are wrong usage`(options: [String], words: String) throws {
        let outcome = try Sluice(files).run(["format"] + options + ["p.html"])
        #expect(outcome.complaints.contains(words))
        #expect(outcome.complaints.contains("Usage: sluice "))
        #expect(outcome.status == 2)
    }

    @Test func `Other commands say who reads HTML`() throws {
        let sluice = try Sluice(files)
        for (command, words) in [
            ("check", "sluice format shows how it is read."), ("events", "sluice format --to xml makes XML."),
            ("records", "sluice query takes elements out of HTML."),
        ] {
            let outcome = try sluice.run([command, "p.html"])
            #expect(outcome.complaints.contains(words))
            #expect(outcome.status == 2)
        }
    }
}
#endif
