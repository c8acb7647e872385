import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `Events of a tree` {
    static let documents = [
        "<a/>",
        """
        <?xml version="1.0"?><!--before--><!DOCTYPE p:a PUBLIC "pub" "sys" [<!ATTLIST b d CDATA 'def'>]>
        <p:a xmlns:p='urn:p' xmlns='urn:d' x='1&#10;2&#9;"' p:y='é' xml:lang='de'><?go on?>t&amp;u&#13;<b xmlns=''/>\
        <![CDATA[<&>]]>x<p:c><p:c xmlns:p='urn:q' p:z=''><b/></p:c><p:c/></p:c><!--c--></p:a><!--after--><?end?>
        """,
        "<!DOCTYPE a [<!ELEMENT a (b*)><!ENTITY e SYSTEM 'e'>]><a>\n <b>\n</b> <b>&e;</b>\n</a>",
        "<a xmlns='urn:a'><a xmlns=''><a xmlns='urn:a' xmlns:x='urn:x'/></a></a>",
    ]

    private func log(_ text: String) throws -> [String] {
        let log = XMLEventLog()
        return try XML.parse(string: text, handler: log, lexicalHandler: log).events
    }

    private func log(_ node: XML.DOM.Node) throws -> [String] {
        var log = XMLEventLog()
        try node.send(to: &log, lexicalHandler: log)
        return log.events
    }

    @Test(arguments: documents)
    func `A document's events are those of the text that it was read from`(_ text: String) throws {
        let document = try XML.DOM.Document(string: text)
        #expect(try log(document) == log(text))
    }

    @Test func `Through a generator, the text has them once more`() throws {
        let text = Self.documents[1]
        var generator = XML.Generator(to: MemorySink())
        try XML.DOM.Document(string: text).send(to: &generator)
        let again = try generator.finish().bytes
        let first = try XML.parse(string: text, handler: XMLEventLog()).events
        let second = try XML.parse(again.span, handler: XMLEventLog()).events
        // The document type has gone, and with it what it gave.
        #expect(second == first.map { $0.replacing("d=def*", with: "d=def") })
    }

    @Test func `A part declares what is in force there as it is met`() throws {
        let document = try XML.DOM.Document(
            string: "<a xmlns='urn:a' xmlns:b='urn:b'><b:c d='1' b:e='2'><f/><b:g/></b:c></a>")
        let part = try #require(document.documentElement?.firstElementChild)
        #expect(
            try log(part) == [
                "+b=urn:b", "<b:c{urn:b} d=1 b:e{urn:b}=2", "+=urn:a", "<f{urn:a}", "</f{urn:a}", "-",
                "<b:g{urn:b}", "</b:g{urn:b}", "</b:c{urn:b}", "-b",
            ])
        #expect(try log(#require(part.firstChild?.nextSibling)) == ["+b=urn:b", "<b:g{urn:b}", "</b:g{urn:b}", "-b"])
    }

    @Test func `Nodes that were made are events, too`() throws {
        let document = XML.DOM.Document()
        let root = try document.appendChild(document.createElementNS("urn:r", "r"))
        try root.setAttributeNS("urn:x", "p:x", "1")
        try root.setAttributeNS("urn:y", "p:y", "2")
        try root.appendChild(document.createElement("plain")).setAttribute("q", "")
        try root.appendChild(document.createTextNode(""))
        try root.appendChild(document.createTextNode("t"))
        let attribute = try document.createAttribute("two")
        try attribute.appendChild(document.createTextNode("1 "))
        try attribute.appendChild(document.createTextNode("2"))
        try root.setAttributeNode(attribute)
        #expect(
            try log(root) == [
                "+=urn:r", "+p=urn:x", "<r{urn:r} p:x{urn:x}=1 p:y{urn:y}=2 two=1 2", "+=", "<plain q=", "</plain", "-",
                "'t", "</r{urn:r}", "-p", "-",
            ])
        let fragment = document.createDocumentFragment()
        try fragment.appendChild(document.createComment("c"))
        try fragment.appendChild(document.createElement("e"))
        #expect(try log(fragment) == ["#c", "<e", "</e"])
        #expect(try log(document.createTextNode("alone")) == ["'alone"])
    }

    @Test func `Names have one number each, whatever their prefix`() throws {
        struct Numbers: XML.ContentHandler {
            var all: [Int] = []
            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
                all.append(name.number)
                for i in attributes.indices { all.append(attributes[i].name.number) }
            }
        }
        let text = "<p:a xmlns:p='u' xmlns:q='u' a='1'><q:a/><a b='2' q:a='3'/></p:a>"
        var numbers = Numbers()
        try XML.DOM.Document(string: text).send(to: &numbers)
        #expect(numbers.all == [0, 1, 0, 1, 3, 0])
        // More than there was room for.
        let many = (0..<300).map { "<e\($0) a\($0)='1'/>" }.joined()
        numbers.all = []
        try XML.DOM.Document(string: "<a \((0..<40).map { "b\($0)=''" }.joined(separator: " "))>\(many)</a>")
            .send(to: &numbers)
        #expect(Set(numbers.all).count == 641)
    }

    @Test func `Attributes are what they were declared`() throws {
        struct Types: XML.ContentHandler {
            var all: [String] = []
            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
                for i in attributes.indices {
                    all.append("\(attributes[i].type.rawValue) \(attributes[i].isSpecified)")
                }
            }
        }
        var types = Types()
        try XML.DOM.Document(string: "<!DOCTYPE a [<!ATTLIST a i ID #IMPLIED d CDATA 'x'>]><a i='1' c='2'/>").send(
            to: &types)
        #expect(types.all == ["ID true", "CDATA true", "CDATA false"])
    }

    @Test func `A handler stops what it does not want, or throws`() throws {
        struct Stopping: XML.ContentHandler {
            var locator: XML.Locator?
            var count = 0
            var ended = false
            mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
                count += 1
                if count == 2 { locator?.stop() }
            }
            mutating func endElement(_ name: XML.Name) { ended = true }
            mutating func endDocument() { ended = true }
        }
        let document = try XML.DOM.Document(string: "<a><b/><c/></a>")
        var stopping = Stopping()
        try document.send(to: &stopping)
        #expect(stopping.count == 2)
        #expect(!stopping.ended)
        struct Refusal: Error {}
        struct Refusing: XML.ContentHandler {
            mutating func endElement(_ name: XML.Name) throws { throw Refusal() }
        }
        var refusing = Refusing()
        #expect(throws: Refusal.self) { try document.send(to: &refusing) }
    }

    @Test func `An attribute alone is no event`() throws {
        let document = try XML.DOM.Document(string: "<a b='1'/>")
        let attribute = try #require(document.documentElement?.getAttributeNode("b"))
        let error = #expect(throws: XML.DOM.Exception.self) { try log(attribute) }
        #expect(error?.description == "NOT_SUPPORTED_ERR: <b> alone is no event")
    }

    @Test func `A deep tree is no recursion`() throws {
        var options = XML.DOM.ParsingOptions()
        options.parser.limits.depth = 100_000
        let text = String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000)
        let document = try XML.DOM.Document(string: text, options: options)
        #expect(try log(document).count == 200_001)
    }
}
