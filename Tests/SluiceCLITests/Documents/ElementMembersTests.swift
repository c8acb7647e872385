#if Services
import SluiceCore
import SluiceJSON
import SluiceXML
import Testing

@testable import SluiceCommandLine

@Suite struct ElementMembersTests {
    /// The records as lines of JSON.
    private func json(_ xml: String, at path: String = "/*") throws -> String {
        var records = try XML.records(at: XML.RecordSelection(path), in: xml)
        var members = ElementMembers()
        var writer = JSON.Writer(to: MemorySink(), options: JSON.WriterOptions(roots: .lines))
        while let record = try records.next() { try members.write(record, to: &writer) }
        return String(decoding: try writer.finish().bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("<a/>", "null"), ("<a>t</a>", #""t""#), ("<a> </a>", #"" ""#), (#"<a x="1"/>"#, #"{"@x":"1"}"#),
        (#"<a x="1">t</a>"#, ##"{"@x":"1","#text":"t"}"##),
        ("<a><b/><b>1</b><c/><b/></a>", #"{"b":[null,"1",null],"c":null}"#),
        ("<a>t<b/>u<c/>v</a>", ##"{"b":null,"c":null,"#text":"tuv"}"##), ("<a>\n <b/>\n</a>", #"{"b":null}"#),
        (#"<p:a xmlns:p="u" p:x="1" y="2"><p:b/></p:a>"#, #"{"@x":"1","@y":"2","p:b":null}"#),
        (#"<a xmlns:p="u" p:x="1" x="2"/>"#, #"{"@{u}x":"1","@x":"2"}"#),
        (
            "<a><b><b>1</b><c>2</c></b><c><b x='\"'/>t</c><b/></a>",
            ##"{"b":[{"b":"1","c":"2"},null],"c":{"b":{"@x":"\""},"#text":"t"}}"##
        ),
        (#"<a><p:b xmlns:p="u">1</p:b><p:b xmlns:p="v">2</p:b></a>"#, #"{"p:b":["1","2"]}"#),
        ("<a>t<!-- c -->u</a>", #""tu""#),
    ])
    func `Attributes, text and children are members`(xml: String, line: String) throws {
        #expect(try json(xml) == line + "\n")
    }

    @Test func `Records share no members`() throws {
        #expect(
            try json("<r><a><b/></a><a/><a x='1'>t</a><a><c/><b/></a></r>", at: "/r/a")
                == #"{"b":null}"# + "\nnull\n" + ##"{"@x":"1","#text":"t"}"## + "\n" + #"{"c":null,"b":null}"# + "\n")
    }

    @Test func `Records of many pieces of a document are written alike`() throws {
        let one = "<a x='1'><b>t</b><b><c>&lt;</c></b>\n</a>"
        let line = #"{"@x":"1","b":["t",{"c":"<"}]}"# + "\n"
        let count = 10_000
        #expect(
            try json("<r>" + String(repeating: one, count: count) + "</r>", at: "/r/a")
                == String(repeating: line, count: count))
    }
}
#endif
