import SluiceXML
import Testing

@Suite struct XMLTextTests {
    @Test func `Text is compared byte for byte, counted and copied`() {
        let bytes = Array("é 1".utf8)
        let text = XML.Text(utf8: bytes.span)
        let isSame = text == "é 1"
        let others = [text != "e\u{301} 1", text != "é", text != "é 2"]
        let counts = (text.count, text.isEmpty, text.isBlank)
        #expect(isSame && others == [true, true, true])
        #expect(counts == (4, false, false))
        let copy = String(text)
        #expect(copy == "é 1")
    }

    @Test(arguments: [(" \t\r\n", true), ("", true), ("\u{A0}", false), (" x ", false)])
    func `White space is what XML calls so`(content: String, isBlank: Bool) {
        let bytes = Array(content.utf8)
        let found = XML.Text(utf8: bytes.span).isBlank
        #expect(found == isBlank)
    }
}
