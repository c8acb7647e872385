#if Services
import Testing

@testable import SluiceStreamCLI

@Suite struct RecordCommandTests {
    @Test func `A command that fails is told, and the server goes on`() throws {
        let outcome = try Sluice(["in.ndjson": "1\n"]).serving(
            "--exec 'cat; exit 3'",
            "sluice send --plain in.ndjson $address; sluice send --plain in.ndjson $address")
        #expect(outcome.output == "1\n1\n")
        #expect(outcome.status == 0)
        #expect(outcome.complaints.contains(": the handler failed: the command failed: exited(3)\n"))
    }
}
#endif
