#if Services
import Testing

@Suite struct SluiceCommandTests {
    @Test func `The version goes to standard output`() throws {
        #expect(try Sluice.run("--version") == .init(output: "0.1.0\n"))
    }

    @Test func `Without arguments it shows how it is used`() throws {
        let outcome = try Sluice.run()
        #expect(outcome.output.contains("EXAMPLES"))
        #expect(outcome.complaints == "")
        #expect(outcome.status == 0)
    }

    @Test(arguments: ["bench", "check", "format", "events", "query", "records"])
    func `Every command's help has examples and goes to standard output`(command: String) throws {
        let outcome = try Sluice.run("help", command)
        #expect(outcome.output.contains("EXAMPLES\n  sluice \(command) "))
        #expect(outcome.complaints == "")
        #expect(outcome.status == 0)
    }

    @Test func `A command that does not exist is wrong usage`() throws {
        let expected = """
            Error: Unexpected argument 'frobnicate'
            Usage: sluice <subcommand>
              See 'sluice --help' for more information.

            """
        #expect(try Sluice.run("frobnicate") == .init(complaints: expected, status: 2))
    }

    #if os(Linux)
    @Test(arguments: ["check", "format", "events", "query ''", "records", "records --to csv"])
    func `Output that cannot be written is a failure`(command: String) throws {
        let outcome = try Sluice().shell("sluice \(command) > /dev/full", input: "[1]")
        let expected = "sluice: error: cannot write '<stdout>': No space left on device\n"
        #expect(outcome == .init(complaints: expected, status: 2))
    }
    #endif

    @Test(arguments: ["bash", "zsh", "fish"])
    func `It writes completions for every shell`(shell: String) throws {
        let outcome = try Sluice.run("--generate-completion-script", shell)
        #expect(outcome.output.contains("records"))
        #expect(outcome.status == 0)
    }
}
#else
import Testing

@Suite struct SluiceCommandTests {
    @Test func `Without its command line it says so`() throws {
        let expected = "sluice: error: built without the trait Services, which brings the command line\n"
        #expect(try Sluice.run("--version") == .init(complaints: expected, status: 2))
    }
}
#endif
