#if Services
import Foundation
import Testing

@Suite struct InputTests {
    @Test func `A folder is no document`() throws {
        let expected = "sluice: error: cannot open '.': Is a directory\n"
        #expect(try Sluice.run("check", ".") == .init(complaints: expected, status: 2))
    }

    @Test func `Damaged gzip is a failure that names the file`() throws {
        let sluice = try Sluice(["a.json": "[1, 2]"])
        let outcome = try sluice.shell("gzip a.json && head -c 12 a.json.gz > b.json.gz; sluice check b.json.gz")
        #expect(outcome.complaints.hasPrefix("sluice: error: cannot decompress 'b.json.gz': "))
        #expect(outcome.status == 2)
    }

    @Test func `A pipe is read as it comes`() throws {
        let sluice = try Sluice()
        #expect(try sluice.shell("printf '[1' | cat - tail | sluice check") != .init(output: "-: ok\n"))
        try sluice.write(Data(",2]".utf8), to: "tail")
        #expect(try sluice.shell("printf '[1' | cat - tail | sluice check") == .init(output: "-: ok\n"))
    }

    @Test func `What was looked at to find the format is read, too`() throws {
        let sluice = try Sluice(["a": "<a>" + String(repeating: "x", count: 10_000) + "</a>"])
        #expect(try sluice.shell("gzip a && sluice format a.gz | wc -c") == .init(output: "10008\n"))
        #expect(try sluice.shell("zcat a.gz | sluice format | wc -c") == .init(output: "10008\n"))
    }
}
#endif
