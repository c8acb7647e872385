#if Services
import Testing

@Suite struct StandardInputChunksTests {
    @Test func `More than a chunk comes whole, and each record as soon as it is there`() throws {
        let sluice = try Sluice()
        let outcome = try sluice.serving(
            "--to out.ndjson", "seq 1 100000 | sluice send - $address && seq 1 100000 | cmp - out.ndjson && echo same")
        #expect(outcome.output == "same\n")
        // The second line goes only when the first has come back.
        let talk = try Sluice().serving(
            "--echo",
            "mkfifo back; { echo 1; read -r answer <back; echo $((answer + 1)); } | sluice send --plain - $address | tee back"
        )
        #expect(talk.output == "1\n2\n")
    }
}
#endif
