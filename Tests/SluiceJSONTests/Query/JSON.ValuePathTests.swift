import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONValuePathTests {
    private let document = #"{"a": [{"b": 1}, {"b": [2, 3]}], "c": {"0": "x", "b": null}, "c": 4, "": 5}"#

    @Test(arguments: [
        "", "$", "$.a", "/a/0/b", "$.a[*].b", "$.a[1].b[1]", "$.a[9]", "/c/0", "/c", "$['c'].*", "$.*", "/", "/a/*/b/*",
        "$.none.b", "/a/0/b/0",
    ])
    func `It leads to what records of the same path are`(path: String) throws {
        let value = try JSON.loads(document)
        var records = try JSON.records(at: JSON.RecordSelection(path), in: document)
        let expected = try records.map { try $0.dumps() }
        #expect(try JSON.ValuePath(path).values(in: value).map { try $0.dumps() } == expected)
    }

    @Test func `A path that is none is an error`() {
        #expect(throws: ParseError.self) { try JSON.ValuePath("a.b") }
    }
}
