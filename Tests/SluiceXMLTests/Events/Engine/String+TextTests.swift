import SluiceXML
import Testing

@Suite struct StringTextTests {
    private struct Copies: XML.ContentHandler {
        var kept: [String] = []
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { kept.append(String(name)) }
        mutating func characters(_ text: XML.Text) { kept.append(String(text)) }
    }

    @Test func `Copies stay when what they are of has passed`() throws {
        let copies = try XML.parse(string: "<p:é xmlns:p='u'>日本</p:é>", handler: Copies())
        #expect(copies.kept == ["p:é", "日本"])
    }
}
