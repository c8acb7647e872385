#if Services
import Testing

@Suite struct DOMCommandTests {
    @Test func `Wrong usage is told in the words of sluice`() throws {
        let outcome = try Sluice(["a.html": "<p>"]).run([
            "query", "--format", "html", "--raw", "--to", "xml", "//p", "a.html",
        ])
        #expect(outcome.complaints.contains("--raw is --to text."))
        #expect(outcome.complaints.contains("Usage: sluice query "))
        #expect(outcome.status == 2)
        #expect(try Sluice().shell("sluice-dom frobnicate").complaints.contains("Usage: sluice <subcommand>"))
    }

    @Test func `It ends as every command does where nobody reads on`() throws {
        let sluice = try Sluice(["a.xml": "<a>" + String(repeating: "<b>text</b>", count: 50_000) + "</a>"])
        #expect(try sluice.shell("sluice query //b a.xml | head -n 1") == .init(output: "<b>text</b>\n"))
    }
}
#endif
