#if Services
import Testing

@Suite struct CheckOptionsTests {
    @Test func `The worst of several files is the status`() throws {
        let sluice = try Sluice(["a.json": "1", "b.json": "["])
        #expect(try sluice.run(["check", "a.json", "none.json", "b.json"]).status == 2)
        #expect(try sluice.run(["check", "b.json", "a.json"]).status == 1)
        #expect(try sluice.run(["check", "a.json", "a.json"]) == .init(output: "a.json: ok\na.json: ok\n"))
    }
}
#endif
