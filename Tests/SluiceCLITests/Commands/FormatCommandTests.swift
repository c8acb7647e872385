#if Services
import Testing

@Suite struct FormatCommandTests {
    private let document = #"{"b": [1.50, {}, []], "a": {"é": 1e400}, "a": 18446744073709551616}"#

    @Test func `It indents by two blanks and keeps numbers, order and duplicates`() throws {
        let expected = """
            {
              "b": [
                1.50,
                {},
                []
              ],
              "a": {
                "é": 1e400
              },
              "a": 18446744073709551616
            }

            """
        #expect(try Sluice.run("format", input: document) == .init(output: expected))
    }

    @Test(arguments: [
        (["--compact"], #"{"b":[1.50,{},[]],"a":{"é":1e400},"a":18446744073709551616}"#),
        (["--compact", "--ascii"], #"{"b":[1.50,{},[]],"a":{"\u00e9":1e400},"a":18446744073709551616}"#),
        (["--compact", "--sort-keys"], #"{"a":{"é":1e400},"a":18446744073709551616,"b":[1.50,{},[]]}"#),
    ])
    func `Options change the layout`(options: [String], expected: String) throws {
        let sluice = try Sluice()
        #expect(try sluice.run(["format"] + options, input: document) == .init(output: expected + "\n"))
    }

    @Test func `The indent is a count of blanks`() throws {
        #expect(try Sluice.run("format", "--indent", "1", input: "[0]") == .init(output: "[\n 0\n]\n"))
    }

    @Test func `The canonical form is that of RFC 8785, without a newline`() throws {
        let outcome = try Sluice.run("format", "--canonical", input: #"{"b": 1.50, "a": [1e3, "\u00e9"]}"#)
        #expect(outcome == .init(output: #"{"a":[1000,"é"],"b":1.5}"#))
    }

    @Test func `What came before a fault is written`() throws {
        let outcome = try Sluice.run("format", "--compact", input: "[1, 2 3]")
        #expect(outcome.output == "[1,2")
        #expect(outcome.complaints.hasPrefix("<stdin>:1:7: error: "))
        #expect(outcome.status == 1)
    }

    @Test func `NDJSON stays one document a line when compact`() throws {
        let outcome = try Sluice.run(
            "format", "--format", "ndjson", "--compact", input: "{ \"a\" : 1 }\n\n[ 2.50 ]\n")
        #expect(outcome == .init(output: "{\"a\":1}\n[2.50]\n"))
    }

    @Test func `A negative indent is wrong usage`() throws {
        let outcome = try Sluice.run("format", "--indent=-1", input: "[]")
        #expect(outcome.complaints.contains("--indent is a count of blanks: 0 or more."))
        #expect(outcome.status == 2)
    }
}
#endif
