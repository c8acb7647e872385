import SluiceCore
import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.CanonicalForm` {
    private func document(_ text: String) throws -> XML.DOM.Document { try XML.DOM.Document(string: text) }

    private static let text =
        "<?xml version='1.0'?>\n<?p  data?><!DOCTYPE a [<!ATTLIST b c CDATA 'd'>]><!--x-->\n<a  xmlns='urn:u' xmlns:q='urn:v' z='1' y='&lt;\"'><b/><q:e><![CDATA[<&]]><!--in--></q:e></a>"

    @Test func `Canonical XML sorts, quotes and expands`() throws {
        let document = try document(Self.text)
        let canonical = try document.canonicalize()
        #expect(
            canonical
                == "<?p data?>\n<a xmlns=\"urn:u\" xmlns:q=\"urn:v\" y=\"&lt;&quot;\" z=\"1\"><b c=\"d\"></b><q:e>&lt;&amp;</q:e></a>"
        )
        let commented = try document.canonicalize(XML.DOM.CanonicalForm(.inclusive11, withComments: true))
        #expect(commented.contains("<!--x-->\n<a") && commented.contains("<!--in-->"))
    }

    @Test func `The exclusive form of an element has the namespaces that it uses`() throws {
        let document = try document(
            "<a xmlns='urn:u' xmlns:q='urn:v' xmlns:r='urn:w' xml:lang='en'><q:e f='1'><q:g/></q:e></a>")
        let element = try #require(document.documentElement?.firstElementChild)
        let exclusive = try element.canonicalize(XML.DOM.CanonicalForm(.exclusive))
        #expect(exclusive == "<q:e xmlns:q=\"urn:v\" f=\"1\"><q:g></q:g></q:e>")
        let inclusive = try element.canonicalize()
        #expect(
            inclusive
                == "<q:e xmlns=\"urn:u\" xmlns:q=\"urn:v\" xmlns:r=\"urn:w\" f=\"1\" xml:lang=\"en\"><q:g></q:g></q:e>")
        var form = XML.DOM.CanonicalForm(.exclusive)
        form.inclusivePrefixes = ["r", "#default"]
        let mixed = try element.canonicalize(form)
        #expect(mixed == "<q:e xmlns=\"urn:u\" xmlns:q=\"urn:v\" xmlns:r=\"urn:w\" f=\"1\"><q:g></q:g></q:e>")
    }

    @Test func `A subset is what an expression gives`() throws {
        let document = try document("<a><b x='1'><c/></b><d/></a>")
        let subset = try XML.DOM.XPath("//b | //b/@x | //d | //namespace::*")
        let canonical = try document.canonicalize(subset: subset)
        #expect(canonical == "<b x=\"1\"></b><d></d>")
    }

    @Test func `Namespaces that nobody declares are declared for it, and for it alone`() throws {
        let document = XML.DOM.Document()
        let root = try document.appendChild(document.createElementNS("urn:u", "p:a"))
        let child = try root.appendChild(document.createElementNS("urn:v", "b"))
        try child.setAttributeNS("urn:w", "q:c", "1")
        try child.appendChild(document.createElement("plain"))
        let canonical = try document.canonicalize()
        #expect(
            canonical
                == "<p:a xmlns:p=\"urn:u\"><b xmlns=\"urn:v\" xmlns:q=\"urn:w\" q:c=\"1\"><plain xmlns=\"\"></plain></b></p:a>"
        )
        let of = try child.canonicalize(XML.DOM.CanonicalForm(.exclusive))
        #expect(of == "<b xmlns=\"urn:v\" xmlns:q=\"urn:w\" q:c=\"1\"><plain xmlns=\"\"></plain></b>")
        #expect(!root.hasAttribute("xmlns:p"))
        #expect(child.attributes?.count == 1)
    }

    @Test func `An element in no tree is one alone`() throws {
        let document = try document("<a><b x='1'/></a>")
        let element = try #require(document.documentElement?.firstElementChild)
        try document.documentElement?.removeChild(element)
        let canonical = try element.canonicalize()
        #expect(canonical == "<b x=\"1\"></b>")
    }

    @Test func `A sink gets it, and its failure ends it`() throws {
        struct Full: ByteSink {
            func write(_ bytes: Span<UInt8>) throws(IOFailure) { throw IOFailure(.write, "sink", reason: "it is full") }
        }
        let document = try document(Self.text)
        var sink = MemorySink()
        try document.canonicalize(to: &sink)
        let whole = try document.canonicalize()
        #expect(sink.bytes == Array(whole.utf8))
        var full = Full()
        #expect(throws: IOFailure.self) { try document.canonicalize(to: &full) }
    }

    @Test func `What cannot be canonical says so`() throws {
        let document = try document("<!DOCTYPE a SYSTEM 'x'><a>&b;</a>")
        #expect(throws: XML.DOM.Exception.self) { try document.canonicalize() }
        do {
            _ = try self.document("<a xmlns='relative'/>").canonicalize()
            Issue.record("it was written")
        } catch {
            #expect("\(error)" == "NOT_SUPPORTED_ERR: a namespace whose URI is relative has no canonical form")
        }
    }
}
