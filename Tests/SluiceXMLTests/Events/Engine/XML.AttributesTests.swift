import SluiceXML
import Testing

@Suite struct XMLAttributesTests {
    private struct Reader: XML.ContentHandler {
        var seen: [String] = []
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            seen.append("\(attributes.count) \(attributes.isEmpty)")
            for i in attributes.indices {
                let attribute = attributes[i]
                seen.append(
                    "\(String(attribute.name))=\(String(attribute.value)) \(attribute.type.rawValue) \(attribute.isSpecified)"
                )
            }
            seen.append(
                "\(attributes["x"] ?? "-") \(attributes["p:y"] ?? "-") \(attributes["y"] ?? "-") "
                    + "\(attributes["y", uri: "u"] ?? "-") \(attributes["x", uri: ""] ?? "-")")
            seen.append("\(attributes.index(of: "p:y") ?? -1) \(attributes.index(of: "y", uri: "u") ?? -1)")
        }
    }

    @Test func `Attributes come in order, by place, by name and by namespace`() throws {
        let read = try XML.parse(string: "<a xmlns:p='u' x='1&lt;' p:y=' 2 '/>", handler: Reader())
        #expect(read.seen == ["2 false", "x=1< CDATA true", "p:y= 2  CDATA true", "1<  2  -  2  1<", "1 1"])
        let none = try XML.parse(string: "<a/>", handler: Reader())
        #expect(none.seen == ["0 true", "- - - - -", "-1 -1"])
    }

    @Test func `What the document type gives comes last, and is said to`() throws {
        let text = "<!DOCTYPE a [<!ATTLIST a i ID #IMPLIED d NMTOKENS ' 1  2 '>]><a x='3' i=' n '/>"
        let read = try XML.parse(string: text, handler: Reader())
        #expect(read.seen.prefix(4) == ["3 false", "x=3 CDATA true", "i=n ID true", "d=1 2 NMTOKENS false"])
    }
}
