import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Document that includes` {
    private final class Library: XML.EntityResolver {
        var asked: [String] = []
        let texts: [String: String]
        init(_ texts: [String: String]) { self.texts = texts }
        func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
            asked.append("\(name) \(systemID)")
            return texts[systemID].map { XML.InputSource($0, systemID: systemID) }
        }
    }

    private static let open = "<r xmlns:xi='http://www.w3.org/2001/XInclude'>"

    private func included(_ body: String, _ texts: [String: String]) throws -> String {
        let document = try XML.DOM.Document(string: Self.open + body + "</r>", name: "dir/main.xml")
        try document.include(resolver: Library(texts))
        let root = try #require(document.documentElement)
        return try root.childNodes.map { try $0.toxml() }.joined()
    }

    private func refused(_ body: String, _ texts: [String: String] = [:]) -> String {
        do { return "included: \(try included(body, texts))" } catch { return "\(error)" }
    }

    @Test func `A document takes the place of the element, with its base`() throws {
        let document = try XML.DOM.Document(
            string: Self.open + "<xi:include href='b.xml'/></r>", name: "dir/main.xml")
        let library = Library(["dir/b.xml": "<!DOCTYPE b><?p?><b>text</b>"])
        let count = try document.include(resolver: library)
        #expect(count == 1)
        #expect(library.asked == ["[include] dir/b.xml"])
        let root = try document.documentElement?.toxml()
        #expect(
            root
                == "<r xmlns:xi=\"http://www.w3.org/2001/XInclude\"><?p?><b xml:base=\"b.xml\">text</b></r>")
    }

    @Test func `Text is text`() throws {
        let text = try included("<xi:include href='t.txt' parse='text'/>", ["dir/t.txt": "a < b"])
        #expect(text == "a &lt; b")
    }

    @Test func `What is included includes`() throws {
        let texts = [
            "dir/sub/a.xml": "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='b.xml'/></a>",
            "dir/sub/b.xml": "<b/>",
        ]
        let found = try included("<xi:include href='sub/a.xml' xpointer='xpointer(//b)'/>", texts)
        #expect(found.hasPrefix("<b"))
    }

    @Test func `A fallback takes the place of what is missing`() throws {
        let body = "<xi:include href='no.xml'><xi:fallback>x<xi:include href='b.xml'/></xi:fallback></xi:include>"
        let found = try included(body, ["dir/b.xml": "<b/>"])
        #expect(found == "x<b xml:base=\"b.xml\"/>")
    }

    @Test func `Parts are named by IDs and XPath`() throws {
        let part = ["dir/b.xml": "<b><c xml:id='i'>1</c><d/><d/></b>"]
        let byID = try included("<xi:include href='b.xml' xpointer='i'/>", part)
        #expect(byID == "<c xml:id=\"i\" xml:base=\"b.xml\">1</c>")
        let byPath = try included("<xi:include href='b.xml#xpointer(//d)'/>", part)
        #expect(byPath == "<d xml:base=\"b.xml\"/><d xml:base=\"b.xml\"/>")
        let here = try included("<xi:include xpointer='element(i)'/><c xml:id='i'/>", [:])
        #expect(here == "<c xml:id=\"i\"/><c xml:id=\"i\"/>")
        let byItsName = try included("<xi:include href='./main.xml' xpointer='i'/><c xml:id='i'/>", [:])
        #expect(byItsName == here)
    }

    @Test func `What cannot be included says so`() {
        #expect(
            refused("<xi:include href='no.xml'/>") == "dir/main.xml:1: error: nothing was found at 'dir/no.xml'")
        #expect(
            refused("<xi:include href='main.xml'/>") == "dir/main.xml:1: error: 'dir/main.xml' includes itself")
        #expect(refused("<a xml:id='i'><xi:include xpointer='i'/></a>") == "dir/main.xml:1: error: it includes itself")
        #expect(
            refused("<a xml:id='i'><xi:include href='main.xml#i'/></a>") == "dir/main.xml:1: error: it includes itself")
        #expect(
            refused("<xi:include href='a' parse='x'/>")
                == "dir/main.xml:1: error: parse='x' is neither xml nor text")
        #expect(refused("<xi:include/>") == "dir/main.xml:1: error: neither href nor xpointer is there")
        let ring = "<a xmlns:xi='http://www.w3.org/2001/XInclude'>\n<xi:include href='"
        let texts = ["dir/a.xml": ring + "b.xml'/></a>", "dir/b.xml": ring + "a.xml'/></a>"]
        #expect(refused("<xi:include href='a.xml'/>", texts) == "dir/b.xml:2: error: 'dir/a.xml' includes itself")
    }

    @Test func `Content that asks for itself many times over is refused`() {
        var body = "<a xml:id='i0'>\(String(repeating: "<x/>", count: 10))</a>"
        for i in 1..<40 {
            let twice = String(repeating: "<xi:include xpointer='i\(i - 1)'/>", count: 2)
            body += "<a xml:id='i\(i)'>\(twice)</a>"
        }
        #expect(refused(body) == "dir/main.xml:1: error: more than 1000000 nodes are included")
    }

    @Test func `A pointer has prefixes of its own`() throws {
        let part = ["dir/b.xml": "<b xmlns='urn:b'><c>1</c><c xmlns=''>2</c></b>"]
        let pointer = "xmlns(p=urn:b) xmlns(q=urn:q)xpointer(//q:c)xpointer(//p:c)"
        #expect(try included("<xi:include href='b.xml' xpointer='xpointer(//c)'/>", part).contains(">2</c>"))
        #expect(
            refused("<xi:include href='b.xml' xpointer='xpointer(//p:c)'/>", part)
                == "no namespace was given for the prefix 'p'\n//p:c\n  ^")
        #expect(
            try included("<xi:include href='b.xml' xpointer='\(pointer)'/>", part)
                == "<c xmlns=\"urn:b\" xml:base=\"b.xml\">1</c>")
    }

    @Test func `The first part of a pointer counts that names an element, by an ID or by numbers of children`() throws {
        let part = ["dir/b.xml": "<b>t<c xml:id='i'>1<d/><e>2</e></c></b>"]
        for pointer in ["element(/1/1/2)", "element(i/2)", "element(no)element(/1/9)xpointer(//no)element(/1/1/2)"] {
            let found = try included("<xi:include href='b.xml' xpointer='\(pointer)'/>", part)
            #expect(found == "<e xml:base=\"b.xml\">2</e>", "\(pointer)")
        }
        for pointer in ["element(/2)", "element(/1/0)", "element(/1/x)", "element()", "element(i/3)", "no(i)"] {
            #expect(
                refused("<xi:include href='b.xml' xpointer='\(pointer)'/>", part)
                    == "dir/main.xml:1: error: '\(pointer)' names nothing")
        }
    }

    @Test func `Text is in the encoding that the element says, where nobody knows better`() throws {
        final class Latin: XML.EntityResolver {
            let encoding: String?
            init(_ encoding: String?) { self.encoding = encoding }
            func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
                XML.InputSource([0xE9], encoding: encoding, systemID: systemID)
            }
        }
        func text(_ attribute: String, _ encoding: String?) -> String {
            do {
                let include = "<xi:include href='t.txt' parse='text' \(attribute)/></r>"
                let document = try XML.DOM.Document(string: Self.open + include, name: "main.xml")
                try document.include(resolver: Latin(encoding))
                return document.documentElement?.textContent ?? ""
            } catch { return "\(error)" }
        }
        #expect(text("encoding='ISO-8859-1'", nil) == "é")
        #expect(text("encoding='ISO-8859-1'", "windows-1251") == "й")
        #expect(text("", nil) == "main.xml:1: error: 't.txt' is no text in UTF-8")
        #expect(text("encoding='no-such'", nil) == "main.xml:1: error: 't.txt' is no text in no-such")
    }

    @Test func `Documents include one another as deep as they may`() throws {
        let open = "<a xmlns:xi='http://www.w3.org/2001/XInclude'>"
        let library = Library([
            "1": open + "<xi:include href='2'/></a>", "2": open + "<xi:include href='3'/></a>", "3": "<a/>",
        ])
        for (depth, reason) in [(3, ""), (2, "2"), (1, "1"), (0, "main.xml")] {
            let document = try XML.DOM.Document(string: Self.open + "<xi:include href='1'/></r>", name: "main.xml")
            do {
                #expect(try document.include(resolver: library, depth: depth) > 0)
                #expect(document.getElementsByTagName("a").count == 3 && reason.isEmpty)
            } catch {
                #expect("\(error)" == "\(reason):1: error: more than \(depth) documents include one another")
            }
        }
    }
}
