#if Services
import Testing

@Suite struct RecordOutputTests {
    private let shop = #"{"orders": [{"id": 1}, {"id": 2}], "x": {"orders": 3}, "refunds": [{"id": 9}]}"#

    @Test(arguments: [
        ("json", "[{\"id\":1},{\"id\":2}]\n"), ("csv", "id\n1\n2\n"), ("ndjson", "{\"id\":1}\n{\"id\":2}\n"),
    ])
    func `They can be written in other layouts`(layout: String, expected: String) throws {
        let outcome = try Sluice.run("records", "--at", "$.orders[*]", "--to", layout, input: shop)
        #expect(outcome == .init(output: expected))
    }

    @Test func `No records are an empty array and no fault`() throws {
        #expect(try Sluice.run("records", "--at", "/none/*", "--to", "json", input: shop) == .init(output: "[]\n"))
    }

    @Test func `Members without a column are left out with a warning`() throws {
        let outcome = try Sluice.run("records", "--to", "csv", input: #"[{"a": 1}, {"a": 2, "b": 3}]"#)
        let expected = "sluice: warning: member 'b' has no column and was left out: --columns names them\n"
        #expect(outcome == .init(output: "a\n1\n2\n", complaints: expected))
        let all = try Sluice.run("records", "--to", "csv", "--columns", "b,a", input: #"[{"a": 1}, {"a": 2, "b": 3}]"#)
        #expect(all == .init(output: "b,a\n,1\n3,2\n"))
    }
}
#endif
