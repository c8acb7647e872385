#if Services
import Testing

@Suite struct SubprocessOutputSequenceBufferCopyTests {
    @Test func `What a command writes arrives whole, whatever it is`() throws {
        let outcome = try Sluice(["in.ndjson": "1\n"]).serving(
            "--exec 'cat >/dev/null; seq 1 50000'",
            "sluice send --plain in.ndjson $address >got; seq 1 50000 | cmp - got && wc -l <got")
        #expect(outcome.output.filter { $0 != " " } == "50000\n")
    }
}
#endif
