#if Services
import Foundation
import Testing

@Suite struct `XML.DOM.Document+Input` {
    @Test func `HTML is read in the encoding that it names`() throws {
        let sluice = try Sluice()
        try sluice.write(.init(Array("<meta charset=iso-8859-1><p>M".utf8) + [0xFC] + Array("ller".utf8)), to: "p.html")
        #expect(try sluice.run(["query", "--raw", "//p", "p.html"]) == .init(output: "Müller\n"))
    }

    @Test func `XML is read with its limits`() throws {
        let deep = String(repeating: "<a>", count: 2000) + String(repeating: "</a>", count: 2000)
        let outcome = try Sluice.run("query", "count(//a)", "a.xml", files: ["a.xml": deep])
        #expect(outcome.complaints.contains("1024"))
        #expect(outcome.status == 1)
    }

    @Test func `Entities are XML's`() throws {
        let outcome = try Sluice.run("query", "--dtd", "x", "//p", "p.html", files: ["p.html": "<p>"])
        #expect(outcome.complaints.contains("--dtd goes with XML."))
        #expect(outcome.status == 2)
    }
}
#endif
