import SluiceCore
import SluiceXML
import Testing

@Suite struct XMLHandlersTests {
    /// Implement nothing.
    private struct Idle: XML.ContentHandler {}
    private final class Silent: XML.LexicalHandler, XML.DTDHandler, XML.DeclHandler, XML.ErrorHandler {}

    private static let text = """
        <!DOCTYPE a [<!NOTATION n PUBLIC "p"><!ENTITY u SYSTEM "u" NDATA n><!ELEMENT a ANY><!ATTLIST a b CDATA #IMPLIED>
        <!ENTITY i "1"><!ENTITY e SYSTEM "e">]><a><!--c--><![CDATA[d]]>&i;</a>
        """

    @Test func `Handlers that implement nothing change nothing`() throws {
        let silent = Silent()
        _ = try XML.parse(
            string: Self.text, handler: Idle(), errorHandler: silent, lexicalHandler: silent, dtdHandler: silent,
            declHandler: silent)
        let error = #expect(throws: ParseError.self) {
            _ = try XML.parse(string: "<a>", handler: Idle(), errorHandler: silent)
        }
        #expect(error?.message == "expected '</a>' but the document ends")
    }

    @Test func `An error handler that implements nothing lets warnings pass, and throws errors`() throws {
        let silent = Silent()
        let error = ParseError(.invalid, "not valid", at: TextPosition())
        silent.warning(error)
        #expect(throws: ParseError.self) { try silent.error(error) }
        #expect(throws: ParseError.self) { try silent.fatalError(error) }
    }
}
