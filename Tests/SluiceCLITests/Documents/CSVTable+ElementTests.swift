#if Services
import SluiceXML
import Testing

@testable import SluiceCLI

@Suite struct CSVTableElementTests {
    private func table(_ xml: String, columns: [String]? = nil) throws -> (lines: String, leftOut: String?) {
        var records = try XML.records(at: "/*/*", in: xml)
        var table = CSVTable(columns: columns)
        var lines: [UInt8] = []
        while let record = try records.next() { try table.append(record, to: &lines) }
        return (String(decoding: lines, as: UTF8.self), table.leftOut)
    }

    @Test func `The members of the first record are the columns`() throws {
        let found = try table("<r><a x='1'><b>2</b>t</a><a><b/><b/></a><a y=''>u<b>3</b></a></r>")
        #expect(found.lines == "@x,b,#text\n1,2,t\n,\"[null,null]\",\n,3,u\n")
        #expect(found.leftOut == "@y")
    }

    @Test func `Fields that would fall apart are quoted`() throws {
        let found = try table("<r><a><b>say \"hi\"</b><c>1,2</c><d>x\ny</d><e>plain</e></a></r>")
        #expect(found.lines == "b,c,d,e\n\"say \"\"hi\"\"\",\"1,2\",\"x\ny\",plain\n")
    }

    @Test func `What is nested becomes JSON, and text that was gathered before stays`() throws {
        let found = try table("<r><a>t<b><c>1</c>v</b><b/></a></r>", columns: ["b", "#text", "b", "z"])
        let nested = ##""[{""c"":""1"",""#text"":""v""},null]""##
        #expect(found.lines == "b,#text,b,z\n\(nested),t,\(nested),\n")
        #expect(found.leftOut == nil)
    }

    @Test func `A record of nothing but text is a row of one field`() throws {
        #expect(try table("<r><a>t,u</a><a/><a x='1'/></r>").lines == "\"t,u\"\n\n@x\n1\n")
    }

    @Test func `A table of many pieces of a document keeps its columns`() throws {
        let one = "<a x='1'><b>t</b></a><a><c/><b>u</b></a>"
        let found = try table("<r>" + String(repeating: one, count: 10_000) + "</r>")
        #expect(found.lines == "@x,b\n" + String(repeating: "1,t\n,u\n", count: 10_000))
        #expect(found.leftOut == "c")
    }
}
#endif
