#if Services
import Testing

@Suite struct BenchCommandTests {
    @Test func `It runs sluice-bench, which stands beside it, with all arguments`() throws {
        let outcome = try Sluice.run("bench", "generate", "--size", "1KiB", "--shape", "lines", "-")
        #expect(outcome.output.hasPrefix("{"))
        #expect(outcome.status == 0)
    }

    @Test func `A file alone is measured`() throws {
        let outcome = try Sluice.run("bench", "--seconds", "0.01", "a.json", files: ["a.json": "[1, 2]"])
        #expect(outcome.output.contains("a.json"))
        #expect(outcome.output.contains("Foundation"))
        #expect(outcome.status == 0)
    }

    @Test func `It ends as every command does`() throws {
        let sluice = try Sluice(["bad.json": "[1 2]"])
        let missing = "sluice: error: cannot read 'none.json'\n"
        #expect(try sluice.run(["bench", "none.json"]) == .init(complaints: missing, status: 2))
        let bad = "bad.json:1:4: error: expected ',' or ']' after an element but found '2'\n[1 2]\n   ^\n"
        #expect(try sluice.run(["bench", "bad.json"]) == .init(complaints: bad, status: 1))
        #expect(try sluice.run(["bench", "--frob"]).status == 2)
    }

    @Test func `Where there is no sluice-bench it says how to build it`() throws {
        let sluice = try Sluice()
        let expected = """
            sluice: error: sluice-bench stands neither beside sluice nor on the PATH
            Build it with: swift build -c release --product sluice-bench

            """
        let outcome = try sluice.shell("cp $(command -v sluice) . && PATH=/nowhere ./sluice bench compare a.json")
        #expect(outcome == .init(complaints: expected, status: 2))
    }
}
#endif
