#if Services
import SluiceJSON
import SluiceXML
import Testing

@testable import SluiceCLI

@Suite struct JSONElementTests {
    @Test(arguments: [
        ("<a/>", "null"), ("<a>t</a>", #""t""#), ("<a> </a>", #"" ""#), (#"<a x="1"/>"#, #"{"@x":"1"}"#),
        (#"<a x="1">t</a>"#, ##"{"@x":"1","#text":"t"}"##),
        ("<a><b/><b>1</b><c/><b/></a>", #"{"b":[null,"1",null],"c":null}"#),
        ("<a>t<b/>u<c/>v</a>", ##"{"b":null,"c":null,"#text":"tuv"}"##), ("<a>\n <b/>\n</a>", #"{"b":null}"#),
        (#"<p:a xmlns:p="u" p:x="1" y="2"><p:b/></p:a>"#, #"{"@x":"1","@y":"2","p:b":null}"#),
        (#"<a xmlns:p="u" p:x="1" x="2"/>"#, #"{"@{u}x":"1","@x":"2"}"#),
    ])
    func `Attributes, text and children are members`(xml: String, json: String) throws {
        var records = try XML.records(at: "/*", in: xml)
        let element = try #require(try records.next())
        #expect(try JSON(element).dumps() == json)
    }
}
#endif
