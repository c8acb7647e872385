#if Services
import Testing

@testable import SluiceCommandLine

@Suite struct DocumentFormatTests {
    @Test(arguments: [
        ("a.json", DocumentFormat?.some(.json)), ("a.ndjson", .ndjson), ("a.JSONL", .ndjson),
        ("b/a.ndjson.gz", .ndjson),
        ("a.json.gz", .json), ("a.xml", .xml), ("a.svg", .xml), ("A.OSM.gz", .xml), ("-", nil), ("data", nil),
        ("ndjson", nil), ("a.xml/data", nil),
    ])
    func `The name of a file says what it holds`(path: String, expected: DocumentFormat?) {
        #expect(DocumentFormat(path: path) == expected)
    }

    @Test(arguments: [
        ("<a/>", DocumentFormat.xml), (" \n<a/>", .xml), ("\u{FEFF}<a/>", .xml), ("\0<\0a", .xml), ("{}", .json),
        ("[\"<\"]", .json), ("", .json), ("x<", .json),
    ])
    func `Where the name says nothing, the first byte does`(text: String, expected: DocumentFormat) {
        #expect(DocumentFormat(firstBytes: Array(text.utf8)) == expected)
    }
}
#endif
