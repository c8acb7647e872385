import SluiceCore
import SluiceXML
import Testing

@Suite struct SmokeTests {
    struct Log: XML.ContentHandler {
        var lines: [String] = []
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            var line = "<" + String(name.qualified) + "{" + String(name.uri) + "}"
            for i in attributes.indices { line += " " + String(attributes[i].name) + "=" + String(attributes[i].value) }
            lines.append(line)
        }
        mutating func endElement(_ name: XML.Name) { lines.append("</" + String(name.local)) }
        mutating func characters(_ text: XML.Text) { lines.append("'" + String(text)) }
        mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) {
            lines.append("+" + String(prefix) + "=" + String(uri))
        }
        mutating func endPrefixMapping(_ prefix: XML.Text) { lines.append("-" + String(prefix)) }
        mutating func processingInstruction(target: XML.Text, data: XML.Text) {
            lines.append("?" + String(target) + " " + String(data))
        }
    }

    @Test func `Events of a small document`() throws {
        var log = Log()
        let text =
            "<?xml version='1.0'?><!-- c --><a x='1' p:y='2 &lt; 3' xmlns='urn:a' xmlns:p='urn:p'><?go on ?>t&amp;u<b/>é<![CDATA[<>]]></a>"
        try XML.parse(text.utf8.span, handler: &log)
        #expect(
            log.lines == [
                "+=urn:a", "+p=urn:p", "<a{urn:a} x=1 p:y=2 < 3", "?go on ", "'t", "'&", "'u", "<b{urn:a}", "</b", "'é",
                "'<>", "</a", "-p", "-",
            ])
    }

    @Test func `Errors`() throws {
        for text in [
            "<a><b></a>", "<a", "<a>", "", " x", "<a b=1>", "<a b='1' b='2'/>", "<a>&x;</a>", "<p:a/>", "<a/><b/>",
            "<a>]]></a>", "<a>\u{1}</a>", "<a></b>", "<a b='<'/>", "<!-- -- --><a/>",
        ] {
            var log = Log()
            do {
                try XML.parse(text.utf8.span, handler: &log, name: "t.xml")
                print(text, "OK")
            } catch { print(error) }
            for size in [1, 2, 3, 7] {
                var parser = XML.Parser(handler: Log(), name: "t.xml")
                do {
                    var rest = Array(text.utf8)[...]
                    while !rest.isEmpty {
                        try parser.feed(Array(rest.prefix(size)))
                        rest = rest.dropFirst(size)
                    }
                    _ = try parser.finish()
                    print("  OK")
                } catch {
                    var l2 = Log()
                    do { try XML.parse(text.utf8.span, handler: &l2, name: "t.xml") } catch let e2 {
                        #expect("\(error)" == "\(e2)")
                    }
                }
            }
        }
    }
}
