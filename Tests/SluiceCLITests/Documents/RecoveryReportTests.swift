#if Services
import Testing

@Suite struct RecoveryReportTests {
    @Test func `Each fault is reported, what has become of the document is written, and the status is 1`() throws {
        let outcome = try Sluice.run("events", "--recover", input: "<a>&b;<c></a>")
        #expect(
            outcome.output == """
                ["startDocument"]
                ["startElement","a",[]]
                ["skippedEntity","b"]
                ["startElement","c",[]]
                ["endElement","c"]
                ["endElement","a"]
                ["endDocument"]

                """)
        #expect(
            outcome.complaints == """
                <stdin>:1:4: error: the entity 'b' is not declared
                <a>&b;<c></a>
                   ^
                <stdin>:1:10: error: expected '</c>' but found '</a>'
                <a>&b;<c></a>
                         ^

                """)
        #expect(outcome.status == 1)
    }

    @Test func `What format writes is well-formed`() throws {
        let outcome = try Sluice.run(
            "format", "--recover", input: "<!DOCTYPE a [<!ENTITY e 'x'><!Y>]><a b=c>&e;&f;<!-- d--e---><?g:h?>")
        #expect(outcome.status == 1)
        let again = try Sluice.run("format", input: outcome.output)
        #expect(again == .init(output: outcome.output))
    }

    @Test func `A document without a fault is as it always is`() throws {
        #expect(
            try Sluice.run("format", "--recover", input: "<a><b/></a>") == Sluice.run("format", input: "<a><b/></a>"))
    }
}
#endif
