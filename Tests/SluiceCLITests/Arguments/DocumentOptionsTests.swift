#if Services
import Testing

@Suite struct DocumentOptionsTests {
    @Test func `An option overrules the name`() throws {
        let outcome = try Sluice.run("check", "--format", "json", "a.ndjson", files: ["a.ndjson": "1\n2\n"])
        #expect(outcome.complaints.hasPrefix("a.ndjson:2:1: error: "))
    }

    @Test func `A format that does not exist is wrong usage`() throws {
        let outcome = try Sluice.run("check", "--format", "yaml", "a.json", files: ["a.json": "1"])
        #expect(outcome.status == 2)
    }
}
#endif
