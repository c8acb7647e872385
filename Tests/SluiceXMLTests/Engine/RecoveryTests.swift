import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct RecoveryTests {
    /// A document, what becomes of it, and where its faults are.
    private struct Case: CustomStringConvertible {
        let text: String
        let events: [String]
        let faults: [String]
        init(_ text: String, _ events: [String], _ faults: [String]) {
            (self.text, self.events, self.faults) = (text, events, faults)
        }
        var description: String { text }
    }

    private static let cases = [
        // References and text
        Case("<a>x & y</a>", ["<a", "'x & y", "</a", "end"], ["1:7: error: expected a name but found a space"]),
        Case(
            "<a>&#xZ;</a>", ["<a", "'&#xZ;", "</a", "end"],
            ["1:7: error: expected a digit in a character reference but found 'Z'"]),
        Case(
            "<a>&#0;</a>", ["<a", "'&#0;", "</a", "end"],
            ["1:4: error: the reference is to no character that XML allows"]),
        Case("<a>&b;c</a>", ["<a", "&b", "'c", "</a", "end"], ["1:4: error: the entity 'b' is not declared"]),
        Case("<a>1 < 2</a>", ["<a", "'1 < 2", "</a", "end"], ["1:7: error: expected a name but found a space"]),
        Case(
            "<a>]]></a>", ["<a", "']]>", "</a", "end"], ["1:4: error: text has ']]>', which must be written ']]&gt;'"]),
        Case(
            "<a>\u{1}b</a>", ["<a", "'\u{FFFD}b", "</a", "end"],
            ["1:4: error: the byte 0x01 is no character that XML allows"]),
        Case(
            "<a><!b></a>", ["<a", "'<!b>", "</a", "end"],
            ["1:4: error: expected a comment, a CDATA section or a document type but found '<'"]),
        // Tags
        Case(
            "<a><b><c>t</b></a>", ["<a", "<b", "<c", "'t", "</c", "</b", "</a", "end"],
            ["1:11: error: expected '</c>' but found '</b>'"]),
        Case("<a></b>t</a>", ["<a", "'t", "</a", "end"], ["1:4: error: expected '</a>' but found '</b>'"]),
        Case("<a></a b>", ["<a", "</a", "end"], ["1:8: error: expected '>' but found 'b'"]),
        Case("<a></a<!--c-->", ["<a", "</a", "#c", "end"], ["1:7: error: expected '>' but found '<'"]),
        Case("<a><b>", ["<a", "<b", "</b", "</a", "end"], ["1:7: error: expected '</b>' but the document ends"]),
        Case(
            "<a><b c='", ["<a", "</a", "end"],
            ["1:10: error: the document ends within a start tag", "1:10: error: expected '</a>' but the document ends"]),
        Case(
            "<a><b<c/></a>", ["<a", "<b", "<c", "</c", "</b", "</a", "end"],
            [
                "1:6: error: expected an attribute, '>' or '/>' but found '<'",
                "1:10: error: expected '</b>' but found '</a>'",
            ]),
        // Attributes
        Case("<a b='1' b='2'/>", ["<a b=1", "</a", "end"], ["1:10: error: the element has the attribute 'b' twice"]),
        Case(
            "<a b c='1'/>", ["<a b= c=1", "</a", "end"],
            ["1:6: error: expected '=' after the attribute name 'b' but found 'c'"]),
        Case(
            "<a b=1/2 c=d/>", ["<a b=1/2 c=d", "</a", "end"],
            [
                "1:6: error: expected a quoted value of the attribute 'b' but found '1'",
                "1:12: error: expected a quoted value of the attribute 'c' but found 'd'",
            ]),
        Case(
            "<a b='x<y&z&w;'/>", ["<a b=x<y&z&w;", "</a", "end"],
            [
                "1:8: error: an attribute value has '<', which must be written '&lt;'",
                "1:12: error: expected ';' after a reference but found '&'",
                "1:12: error: the entity 'w' is not declared",
            ]),
        Case(
            "<a b='1'c='2' 3=4/>", ["<a b=1 c=2", "</a", "end"],
            [
                "1:9: error: expected white space between attributes but found 'c'",
                "1:15: error: expected an attribute, '>' or '/>' but found '3'",
            ]),
        Case(
            "<p:a p:b='1' b='2'/>", ["<p:a p:b=1 b=2", "</p:a", "end"],
            ["1:1: error: the prefix 'p' is not declared", "1:6: error: the prefix 'p' is not declared"]),
        Case(
            "<a xmlns:b=''/>", ["<a", "</a", "end"], ["1:4: error: the namespace declaration 'xmlns:b' is not allowed"]),
        // Comments, instructions, sections
        Case(
            "<a><!-- b -- c --></a>", ["<a", "# b -- c ", "</a", "end"],
            ["1:11: error: a comment has '--', which only ends it"]),
        Case(
            "<a><!-- b", ["<a", "</a", "end"],
            ["1:10: error: the document ends within a comment", "1:10: error: expected '</a>' but the document ends"]),
        Case(
            "<a><![CDATA[b", ["<a", "[", "'b", "]", "</a", "end"],
            [
                "1:14: error: the document ends within a CDATA section",
                "1:14: error: expected '</a>' but the document ends",
            ]),
        Case(
            "<a><?b+c?><?xml d?></a>", ["<a", "?b +c", "</a", "end"],
            [
                "1:7: error: expected white space or '?>' after the target of a processing instruction but found '+'",
                "1:11: error: '<?xml' may only stand at the very beginning of the document",
            ]),
        // Outside the root
        Case(
            "b<a/>c&d;<!--e-->", ["<a", "</a", "#e", "end"],
            [
                "1:1: error: expected the root element but found 'b'",
                "1:6: error: expected nothing behind the root element but found 'c'",
            ]),
        Case(
            "<a/><b>c</b>", ["<a", "</a", "end"],
            ["1:5: error: expected the end of the document, which has one root element"]),
        Case(
            "<a/><![CDATA[<b>]]></a>", ["<a", "</a", "end"],
            [
                "1:5: error: expected nothing behind the root element but found '<'",
                "1:20: error: found '</a>' but no element is open",
            ]),
        Case(
            "<a/><!DOCTYPE a>", ["<a", "</a", "end"],
            ["1:5: error: a document type may only stand once, before the root element"]),
        Case("", ["end"], ["1:1: error: the document ends before its root element"]),
        // The declaration and the document type
        Case(
            "\n<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", ["<a", "'Ã©", "</a", "end"],
            ["2:1: error: '<?xml' may only stand at the very beginning of the document"]),
        Case(
            "<?xml encoding='UTF-8'?><a/>", ["<a", "</a", "end"],
            ["1:7: error: expected version, encoding and standalone in this order, but found 'encoding'"]),
        Case(
            "<!DOCTYPE a [<!ENTITY b 'c'> <!X>]><a>&b;</a>",
            ["DTD a - -", "/DTD", "<a", "(b", "'c", ")b", "</a", "end"],
            ["1:32: error: expected a declaration but found 'X'"]),
        Case(
            "<!DOCTYPE a [<!ENTITY b '<c>'>]><a>&b;d</a>",
            ["DTD a - -", "/DTD", "<a", "(b", "<c", "</c", ")b", "'d", "</a", "end"],
            ["1:36: error: 'b': an element must begin and end in the same entity"]),
    ]

    private static var options: XML.ParserOptions {
        var options = XML.ParserOptions()
        options.recovers = true
        return options
    }

    private func recovered(_ text: String, _ feeding: Feeding) throws -> (events: [String], faults: [String]) {
        let log = XMLEventLog()
        let faults = XML.FaultList()
        var parser = XML.Parser(
            handler: log, options: Self.options, handlers: XML.Handlers(error: faults, lexical: log))
        for piece in feeding.pieces(of: Array(text.utf8)) { try parser.feed(piece) }
        _ = try parser.finish()
        return (log.events, faults.faults.map { String("\($0)".prefix { $0 != "\n" }) })
    }

    @Test(arguments: Self.cases)
    private func `Each fault is told, and its construct read as what it can be, however it arrives`(
        _ document: Case
    ) throws {
        for feeding in Feeding.all(for: document.text.utf8.count) {
            let found = try recovered(document.text, feeding)
            #expect(found.events == document.events, "\(feeding)")
            #expect(found.faults == document.faults, "\(feeding)")
        }
    }

    @Test func `A byte that is no UTF-8 becomes a replacement character`() throws {
        let tree = try XML.ElementTree(
            Array("<a b='\u{1}".utf8) + [0xFF] + Array("'>".utf8) + [0xE2, 0x82] + Array("</a>".utf8),
            options: XML.TreeOptions(parser: Self.options))
        #expect(tree.root.get("b") == "\u{FFFD}\u{FFFD}")
        #expect(tree.root.text == "\u{FFFD}\u{FFFD}")
        #expect(tree.faultCount == 4)
        #expect(tree.faults.map(\.position.column) == [7, 8, 11, 12])
    }

    @Test func `Where nobody listens, the first fault is thrown when all has been delivered`() {
        var log = XMLEventLog()
        let error = #expect(throws: ParseError.self) {
            try XML.parse(string: "<a>&b;<c></a>", handler: &log, options: Self.options)
        }
        #expect(error?.message == "the entity 'b' is not declared")
        #expect(log.events == ["<a", "&b", "<c", "</c", "</a", "end"])
    }

    @Test func `An error handler may end the parse at any fault`() {
        final class Strict: XML.ErrorHandler {}
        var log = XMLEventLog()
        #expect(throws: ParseError.self) {
            try XML.parse(string: "<a>&b;<c></a>", handler: &log, options: Self.options, errorHandler: Strict())
        }
        #expect(log.events == ["<a"])
    }

    @Test func `Limits end the parse as they always do`() throws {
        var options = Self.options
        options.limits.depth = 2
        let faults = XML.FaultList()
        let log = XMLEventLog()
        let error = #expect(throws: ParseError.self) {
            _ = try XML.parse(
                string: "<a>&b;<c><d/></c></a>", handler: log, options: options, errorHandler: faults)
        }
        #expect(error?.message == "more than 2 elements are open (the limit depth)")
        #expect(faults.total == 1)
    }

    @Test func `Trees and cursors keep the faults, and what a reference to nothing stands for is the reference`() throws
    {
        let options = Self.options
        let tree = try XML.ElementTree(string: "<a>&b;<c></a>", options: XML.TreeOptions(parser: options))
        #expect(try tree.root.tostring() == "<a>&amp;b;<c /></a>")
        #expect(tree.faults.map(\.position.column) == [4, 10])
        var events = XML.events(Array("<a>&b;<c></a>".utf8), options: options)
        while try events.next() != nil {}
        #expect(events.faults.map(\.position.column) == [4, 10])
        #expect(events.faultCount == 2)
        let error = #expect(throws: ParseError.self) {
            try XML.ElementTree(string: "<!-- -->", options: XML.TreeOptions(parser: options))
        }
        #expect(error?.message == "there is no root element")
    }

    @Test func `Text that cannot be decoded ends the document there`() throws {
        let bytes: [UInt8] = [0xFE, 0xFF, 0, 0x3C, 0, 0x61, 0, 0x3E, 0, 0x62, 0xD8, 0x00, 0, 0x63]
        for feeding in Feeding.all(for: bytes.count) {
            let log = XMLEventLog()
            let faults = XML.FaultList()
            var parser = XML.Parser(handler: log, options: Self.options, handlers: XML.Handlers(error: faults))
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            _ = try parser.finish()
            #expect(log.events == ["<a", "'b", "</a", "end"], "\(feeding)")
            #expect(faults.total == 2, "\(feeding)")
        }
    }

    /// Counts elements, and bytes of text.
    private struct Counter: XML.ContentHandler {
        var elements = 0
        var textBytes = 0
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { elements += 1 }
        mutating func characters(_ text: XML.Text) { textBytes += text.utf8.count }
    }

    @Test func `Of very many faults all are counted, and the first thousand are kept`() throws {
        let many = 50_000
        let kinds: [(open: String, fault: String, close: String, elements: Int, textBytes: Int, faults: Int)] = [
            ("<a>", "x & y ", "</a>", 0, 6, 1),
            ("<a>", "<b></c></b>", "</a>", 1, 0, 1), ("<a>", "<b c=d/>", "</a>", 1, 0, 1),
            ("<a>", "<b>", "", 1, 0, 0), ("<a>", "\u{1}x", "</a>", 0, 4, 1), ("<a ", "b ", "/>", 0, 0, 2),
            ("<a b=\"", "< ", "\"/>", 0, 0, 1), ("<a><!--", "x -- ", "--></a>", 0, 0, 1),
        ]
        var options = XML.ParserOptions()
        options.recovers = true
        options.limits.depth = many + 1
        for kind in kinds {
            let bytes = Array((kind.open + String(repeating: kind.fault, count: many) + kind.close).utf8)
            for size in [bytes.count, 70_000, 300] {
                let list = XML.FaultList()
                var parser = XML.Parser(handler: Counter(), options: options, handlers: XML.Handlers(error: list))
                for start in stride(from: 0, to: bytes.count, by: size) {
                    try parser.feed(bytes.span.extracting(start..<min(start + size, bytes.count)))
                }
                let counter = try parser.finish()
                #expect(counter.elements == 1 + many * kind.elements, "\(kind) \(size)")
                #expect(counter.textBytes == many * kind.textBytes, "\(kind) \(size)")
                // The last of attributes without a value has no other behind it; elements that are open are one fault.
                let exceptions = kind.faults == 2 ? -1 : kind.faults == 0 ? 1 : 0
                #expect(list.total == many * kind.faults + exceptions, "\(kind) \(size)")
                #expect(list.faults.count == min(list.total, list.limit))
            }
        }
    }
}
