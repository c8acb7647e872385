import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLFilterTests {
    /// Implements nothing.
    private struct Plain<Next: XML.ContentHandler>: XML.Filter {
        var next: Next
    }

    /// Leaves elements out, with all that is in them.
    private struct WithoutNotes<Next: XML.ContentHandler & ~Copyable>: ~Copyable, XML.Filter {
        var next: Next
        var depth = 0
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
            if depth > 0 || name.local == "note" { depth += 1 } else { try next.startElement(name, attributes) }
        }
        mutating func endElement(_ name: XML.Name) throws {
            if depth > 0 { depth -= 1 } else { try next.endElement(name) }
        }
        mutating func characters(_ text: XML.Text) throws {
            if depth == 0 { try next.characters(text) }
        }
    }

    private static let text = """
        <!DOCTYPE a [<!ELEMENT a (b*,note*)><!ENTITY x SYSTEM "x">]>
        <a xmlns:p='u'> <?p d?><b>t<p:c/>&x;</b><note>n<b/></note></a>
        """

    @Test func `What is not implemented passes on`() throws {
        let direct = try XML.parse(string: Self.text, handler: XMLEventLog())
        let filtered = try XML.parse(string: Self.text, handler: Plain(next: Plain(next: XMLEventLog()))).next.next
        #expect(filtered.events == direct.events)
        #expect(direct.events.contains("&x") && direct.events.contains("_ "))
    }

    @Test func `What is implemented does not, and the end of a row need not be copied`() throws {
        let bytes = try XML.parse(
            string: "<a>1<note>2<b/></note><b>3</b></a>",
            handler: WithoutNotes(next: XML.Generator(to: MemorySink()))
        ).next.finish().bytes
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>1<b>3</b></a>")
    }
}
