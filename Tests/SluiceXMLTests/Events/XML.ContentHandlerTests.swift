import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLContentHandlerTests {
    /// Wants nothing.
    private struct Idle: XML.ContentHandler {}
    /// Wants text alone.
    private struct Text: XML.ContentHandler {
        var text = ""
        mutating func characters(_ text: XML.Text) { self.text += String(text) }
    }

    private static let text =
        "<!DOCTYPE a [<!ELEMENT a (b)><!ENTITY e SYSTEM 'e'>]><a xmlns='u'> <?p?><b>1&e;</b>\n</a>"

    @Test func `A handler may want nothing, and documents are checked for it`() throws {
        _ = try XML.parse(string: Self.text, handler: Idle())
        #expect(throws: ParseError.self) { _ = try XML.parse(string: "<a>", handler: Idle()) }
    }

    @Test func `White space that may be ignored is text to those who do not care`() throws {
        #expect(try XML.parse(string: Self.text, handler: Text()).text == " 1\n")
    }
}
