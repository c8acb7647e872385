import SluiceXML
import Testing

@Suite struct XMLRecordSelectionTests {
    private func found(_ selection: XML.RecordSelection, in text: String) throws -> [String] {
        var records = try XML.records(at: selection, in: text)
        return try records.map { $0.get("n") ?? "" }
    }

    private let text = """
        <r n="r" xmlns:p="urn:p"><a n="1"/><p:a n="2"/><b n="3"><a n="4"/><b n="5"><a n="6"/></b></b><a n="7"/></r>
        """

    @Test(arguments: [
        ("/r/a", ["1", "2", "7"]), ("a", ["1", "2", "4", "6", "7"]), ("//a", ["1", "2", "4", "6", "7"]),
        ("/r/{}a", ["1", "7"]), ("/r/{urn:p}a", ["2"]), ("//{urn:p}*", ["2"]), ("/r/*", ["1", "2", "3", "7"]),
        ("/r/b/a", ["4"]), ("/r/b//a", ["4", "6"]), ("/*/*/*", ["4", "5"]), ("/r", ["r"]), ("/x", []),
        ("/r/{*}a", ["1", "2", "7"]),
    ])
    func `A path leads to the elements that it names`(path: String, expected: [String]) throws {
        #expect(try found(XML.RecordSelection(path), in: text) == expected)
    }

    @Test(arguments: [
        ("", "1:1: error: expected a name or '*' in the path of records ''"),
        ("/a/", "1:4: error: expected a name or '*' in the path of records '/a/'"),
        ("/a///b", "1:5: error: expected a name or '*' in the path of records '/a///b'"),
        ("/{urn:p", "1:2: error: expected '}' behind a namespace in the path of records '/{urn:p'"),
        (
            "$.a",
            "1:1: error: a path of records has names, '*', '/' and '//' only; a namespace is written '{uri}name' in the path of records '$.a'"
        ),
        (
            "/a[1]",
            "1:3: error: a path of records has names, '*', '/' and '//' only; a namespace is written '{uri}name' in the path of records '/a[1]'"
        ),
    ])
    func `A path that cannot be read is an error that says why`(path: String, message: String) {
        do {
            _ = try XML.records(at: XML.RecordSelection(path), in: "<a/>")
            Issue.record("there is an error")
        } catch {
            #expect("\(error)" == message)
        }
    }
}
