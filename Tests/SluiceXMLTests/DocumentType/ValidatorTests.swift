import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// Documents that break their own type.
@Suite struct ValidatorTests {
    /// What is invalid in a document of this type.
    private func invalid(
        _ subset: String, _ body: String, declaration: String = "", entities: [String: String]? = nil,
        _ location: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        try DocumentTypeLog.lines(
            "\(declaration)<!DOCTYPE a [\(subset)]>\n\(body)", entities: entities, validates: true,
            sourceLocation: location
        ).filter { $0.hasPrefix("invalid") || $0.hasPrefix("!") }.map {
            $0.replacing("invalid ", with: "", maxReplacements: 1)
        }
    }

    @Test func `Content follows its model`() throws {
        let type =
            "<!ELEMENT a (b,(c|d)*,e?)><!ELEMENT b EMPTY><!ELEMENT c (#PCDATA|b)*><!ELEMENT d ANY><!ELEMENT e (b+)>"
        #expect(try invalid(type, "<a>\n <b/><c>x<b/></c><d>y<c/></d><e><b/><b/></e></a>") == [])
        #expect(try invalid(type, "<a><c/></a>") == ["2:4 /a expected 'b' but found the element 'c'"])
        #expect(
            try invalid(type, "<a><b/><e><b/></e><c/></a>") == [
                "2:19 /a expected the end of 'a' but found the element 'c'"
            ])
        #expect(try invalid(type, "<a/>") == ["2:1 /a expected 'b' but the element 'a' ends"])
        #expect(
            try invalid(type, "<a><b/><e></e></a>") == ["2:11 /a/e[1] expected 'b' but the element 'e' ends"])
        #expect(try invalid(type, "<a><b/>x</a>") == ["2:8 /a text is not allowed in the element 'a'"])
        #expect(try invalid(type, "<a><b/>&#32;</a>") == ["2:8 /a text is not allowed in the element 'a'"])
        #expect(try invalid(type, "<a><b> </b></a>") == ["2:7 /a/b[1] the element 'b' must be empty"])
        #expect(try invalid(type, "<a><b><!----></b></a>") == ["2:7 /a/b[1] the element 'b' must be empty"])
        #expect(try invalid(type, "<a><b/><c><d/></c></a>") == ["2:11 /a/c[1] the element 'd' is not allowed in 'c'"])
        #expect(try invalid(type, "<b/>") == ["2:1  the root element is 'b', and 'a' by the document's type"])
        #expect(
            try invalid(type, "<a><b/><c/><d><x/></d></a>") == ["2:15 /a/d[1] the element 'x' is not declared"])
    }

    @Test func `A model of every form has its automaton`() throws {
        let type = "<!ELEMENT b EMPTY><!ELEMENT c EMPTY><!ELEMENT a "
        let cases: [(model: String, good: [String], bad: [String])] = [
            ("(b?)", ["", "b"], ["bb", "c"]), ("(b+)", ["b", "bbb"], ["", "bc"]), ("(b|c)", ["b", "c"], ["", "bc"]),
            ("((b,c)*)", ["", "bc", "bcbc"], ["b", "cb", "bcb"]), ("((b|c)+,c)", ["bc", "cc", "bcc"], ["c", "b"]),
            ("((b*)*)", ["", "bb"], ["c"]), ("((b?,c?)+)", ["", "b", "c", "bcb", "cb"], []),
            ("(((b)))", ["b"], ["", "bb"]),
        ]
        for (model, good, bad) in cases {
            for (words, isValid) in good.map({ ($0, true) }) + bad.map({ ($0, false) }) {
                let body = "<a>" + words.map { "<\($0)/>" }.joined() + "</a>"
                let found = try invalid(type + model + ">", body).filter { !$0.hasSuffix("is ambiguous") }
                #expect(found.isEmpty == isValid, "\(model) \(words): \(found)")
            }
        }
        #expect(
            try invalid(type + "((b,c)|(b,b))>", "<a><b/><b/></a>") == ["2:1  the content model of 'a' is ambiguous"])
    }

    @Test func `Attributes are of their types`() throws {
        let type =
            "<!ELEMENT a ANY><!NOTATION n SYSTEM 'n'><!ENTITY u SYSTEM 'u' NDATA n><!ENTITY t ''>"
            + "<!ATTLIST a i ID #IMPLIED r IDREF #IMPLIED s IDREFS #IMPLIED e ENTITY #IMPLIED t NMTOKENS #IMPLIED "
            + "v (p|q) #IMPLIED n NOTATION (n) #IMPLIED f CDATA #FIXED 'f'>"
        #expect(
            try invalid(type, "<a i='x' r='y' s='x y' e='u' t='1 2' v='q' n='n' f='f'><a i='y'/></a>") == [])
        #expect(try invalid(type, "<a i='1'/>") == ["2:1 /a the attribute 'i' of 'a' is not a name"])
        #expect(try invalid(type, "<a i='x:y'/>") == ["2:1 /a the attribute 'i' of 'a' is not a name"])
        #expect(try invalid(type, "<a i='x'><a i='x'/></a>") == ["2:10 /a/a[1] the ID 'x' is there twice"])
        #expect(try invalid(type, "<a s='x y' i='y'/>") == ["2:19  no element has the ID 'x'"])
        #expect(try invalid(type, "<a e='t'/>") == ["2:1 /a the attribute 'e' of 'a' names no unparsed entity"])
        #expect(try invalid(type, "<a t=' '/>") == ["2:1 /a the attribute 't' of 'a' is not a list of name tokens"])
        #expect(
            try invalid(type, "<a v='r'/>") == ["2:1 /a the attribute 'v' of 'a' is not one of those that are allowed"])
        #expect(try invalid(type, "<a f='g'/>") == ["2:1 /a the attribute 'f' of 'a' must be 'f'"])
        #expect(try invalid(type, "<a z=''/>") == ["2:1 /a the attribute 'z' of 'a' is not declared"])
        #expect(
            try invalid("<!ELEMENT a ANY><!ATTLIST a x CDATA #REQUIRED>", "<a/>")
                == ["2:1 /a the element 'a' lacks the attribute 'x'"])
        #expect(
            try invalid("<!ELEMENT a ANY>", "<a xmlns='u'/>") == ["2:1 /a the attribute 'xmlns' of 'a' is not declared"]
        )
    }

    @Test func `Declarations keep their constraints`() throws {
        let cases = [
            ("<!ELEMENT a ANY><!ELEMENT a ANY>", "1:30  the element 'a' is declared twice"),
            ("<!ELEMENT a (#PCDATA|b|b)*>", "1:27  the element 'b' is twice in mixed content"),
            ("<!ELEMENT a ANY><!ATTLIST a i ID 'x'>", "1:42  the ID attribute 'i' of 'a' has a default"),
            (
                "<!ELEMENT a ANY><!ATTLIST a i ID #IMPLIED j ID #IMPLIED>",
                "1:56  'a' has two attributes of the type ID"
            ),
            (
                "<!ELEMENT a ANY><!ATTLIST a v (p|q) 'r'>",
                "1:42  the default of the attribute 'v' of 'a' is not one of those that are allowed"
            ),
            ("<!ELEMENT a ANY><!ENTITY u SYSTEM 'u' NDATA n>", "1:30  the notation 'n' is not declared"),
            (
                "<!ELEMENT a ANY><!ATTLIST a xml:space CDATA #IMPLIED>",
                "1:42  the attribute 'xml:space' of 'a' must be declared as (default|preserve)"
            ),
        ]
        for (subset, expected) in cases { #expect(try invalid(subset, "<a/>").first == expected) }
    }

    @Test func `A document that stands alone needs nothing from elsewhere`() throws {
        #expect(
            try invalid(
                "<!ENTITY % d SYSTEM 'd'>%d;", "<a t=' x '> <a/></a>",
                declaration: "<?xml version='1.0' standalone='yes'?>",
                entities: ["d": "<!ELEMENT a (a*)><!ATTLIST a t NMTOKEN #IMPLIED d CDATA 'd'>"]) == [
                    "2:1 /a the document stands alone, and the attribute 't' of 'a' loses white space by a declaration elsewhere",
                    "2:1 /a the document stands alone, and the attribute 'd' of 'a' has its value from elsewhere",
                    "2:12 /a the document stands alone, and 'a' has white space that a declaration elsewhere tells from text",
                    "2:13 /a/a[1] the document stands alone, and the attribute 'd' of 'a' has its value from elsewhere",
                ])
    }

    @Test func `Without an error handler what is invalid is thrown, behind what was delivered`() throws {
        var options = XML.ParserOptions()
        options.validates = true
        struct Names: XML.ContentHandler {
            var all: [String] = []
            mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { all.append(String(name)) }
        }
        let bytes = Array("<!DOCTYPE a [<!ELEMENT a (b)><!ELEMENT b EMPTY>]><a><b/><c/></a>".utf8)
        for feeding in Feeding.all(for: bytes.count) {
            var parser = XML.Parser(handler: Names(), options: options)
            var messages: [String] = []
            for piece in feeding.pieces(of: bytes) {
                do { try parser.feed(piece) } catch let error as ParseError {
                    messages.append("\(error.code) \(error.position.column) \(error.message)")
                }
            }
            #expect(parser.handler.all == ["a", "b"])
            #expect(Set(messages) == ["invalid 57 expected the end of 'a' but found the element 'c'"])
        }
        var names = Names()
        #expect(throws: ParseError.self) { try XML.parse(Array("<a/>".utf8).span, handler: &names, options: options) }
    }

    @Test func `A text in one piece comes before what is not valid behind it`() throws {
        var options = XML.ParserOptions()
        options.coalescesText = true
        options.validates = true
        let bytes = Array("<!DOCTYPE a [<!ELEMENT a ANY>]><a>x&amp;y<b/>z<b/></a>".utf8)
        let whole = [
            "<a", "'x&y", "the element 'b' is not declared", "<b", "</b", "'z", "the element 'b' is not declared", "<b",
            "</b", "</a", "end",
        ]
        for feeding in Feeding.all(for: bytes.count) {
            let log = XMLEventLog()
            var parser = XML.Parser(
                handler: log, options: options, handlers: XML.Handlers(error: Complaints(log)))
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            #expect(try parser.finish().events == whole, "\(feeding)")
        }
    }

    private final class Complaints: XML.ErrorHandler {
        let log: XMLEventLog
        init(_ log: XMLEventLog) { self.log = log }
        func error(_ error: ParseError) { log.note(error.message) }
    }
}
