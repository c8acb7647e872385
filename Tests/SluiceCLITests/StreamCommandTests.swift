#if Services
import Testing

@Suite struct StreamCommandTests {
    @Test(arguments: ["serve", "send"])
    func `Help is there, with examples`(command: String) throws {
        let outcome = try Sluice.run(command, "--help")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: sluice \(command) ") && outcome.output.contains("EXAMPLES"))
    }
}
#endif
