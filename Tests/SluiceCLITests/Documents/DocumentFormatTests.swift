#if Services
import Testing

@testable import SluiceCLI

@Suite struct DocumentFormatTests {
    @Test(arguments: [
        ("a.json", DocumentFormat.json), ("a.ndjson", .ndjson), ("a.JSONL", .ndjson), ("b/a.ndjson.gz", .ndjson),
        ("a.json.gz", .json), ("-", .json), ("data", .json), ("ndjson", .json),
    ])
    func `The name of a file says what it holds`(path: String, expected: DocumentFormat) {
        #expect(DocumentFormat(path: path) == expected)
    }
}
#endif
