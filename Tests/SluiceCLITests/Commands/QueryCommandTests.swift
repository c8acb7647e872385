#if Services
import Testing

@Suite struct QueryCommandTests {
    private let users = #"{"users": [{"name": "Ada", "id": 1}, {"name": "Gr\"ace", "id": 2.5}], "count": 2}"#

    @Test(arguments: [
        ("/users/0/name", "\"Ada\"\n"),
        ("/users/*/id", "1\n2.5\n"),
        ("$.users[*].name", "\"Ada\"\n\"Gr\\\"ace\"\n"),
        ("$['users'][1]", "{\"name\":\"Gr\\\"ace\",\"id\":2.5}\n"),
        ("/count", "2\n"),
    ])
    func `A path gives one result a line`(path: String, expected: String) throws {
        #expect(try Sluice.run("query", path, input: users) == .init(output: expected))
    }

    @Test func `Raw strings have no quotes and no escapes`() throws {
        #expect(
            try Sluice.run("query", "--raw", "$.users[*].*", input: users) == .init(output: "Ada\n1\nGr\"ace\n2.5\n"))
    }

    @Test func `No result is status 1 and silence`() throws {
        #expect(try Sluice.run("query", "/none", input: users) == .init(status: 1))
    }

    @Test func `Of NDJSON every line is asked`() throws {
        let outcome = try Sluice.run(
            "query", "$.a", "x.ndjson", files: ["x.ndjson": "{\"a\":1}\n{\"b\":2}\n{\"a\":[3]}\n"])
        #expect(outcome == .init(output: "1\n[3]\n"))
    }

    @Test func `What came before a fault is written`() throws {
        let outcome = try Sluice.run("query", "$[*]", input: "[1, 2, }")
        #expect(outcome.output == "1\n2\n")
        #expect(outcome.complaints.hasPrefix("<stdin>:1:8: error: "))
        #expect(outcome.status == 1)
    }

    @Test func `A path that cannot be read is wrong usage`() throws {
        let outcome = try Sluice.run("query", "users", input: users)
        #expect(outcome.complaints.contains("Error: "))
        #expect(outcome.complaints.contains("'users'"))
        #expect(outcome.status == 2)
    }
}
#endif
