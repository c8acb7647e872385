#if Services
import SluiceJSON
import Testing

@testable import SluiceCLI

@Suite struct CSVTableTests {
    private func table(_ records: String..., columns: [String]? = nil) throws -> String {
        var table = CSVTable(columns: columns)
        return try records.map { try table.lines(JSON.loads($0)) }.joined()
    }

    @Test func `The members of the first record are the columns`() throws {
        #expect(
            try table(#"{"a": 1, "b": "x"}"#, #"{"b": "y"}"#, #"{"b": null, "a": true}"#) == "a,b\n1,x\n,y\ntrue,\n")
    }

    @Test func `Fields that would fall apart are quoted`() throws {
        #expect(
            try table(#"{"a,b": "say \"hi\"", "c": "two\nlines"}"#) == "\"a,b\",c\n\"say \"\"hi\"\"\",\"two\nlines\"\n")
    }

    @Test func `What is nested becomes JSON`() throws {
        #expect(try table(#"{"a": {"b": [1, 2]}, "c": 3}"#) == "a,c\n\"{\"\"b\"\":[1,2]}\",3\n")
    }

    @Test func `Arrays are rows by position and other values rows of one field`() throws {
        #expect(try table("[1, \"x\", null]", "[2]", "3") == "1,x,\n2\n3\n")
    }

    @Test func `Columns that are given are the table`() throws {
        #expect(try table(#"{"a": 1, "b": 2}"#, columns: ["b", "z"]) == "b,z\n2,\n")
    }

    @Test func `A member without a column is remembered`() throws {
        var table = CSVTable()
        _ = try table.lines(JSON.loads(#"{"a": 1}"#))
        #expect(table.leftOut == nil)
        _ = try table.lines(JSON.loads(#"{"a": 1, "b": 2}"#))
        _ = try table.lines(JSON.loads(#"{"c": 1, "a": 2}"#))
        #expect(table.leftOut == "b")
    }
}
#endif
