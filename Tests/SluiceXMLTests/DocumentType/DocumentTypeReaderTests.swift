import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// Document types as they are written, and each way to get them wrong.
@Suite struct DocumentTypeReaderTests {
    private func declarations(_ subset: String, _ expected: [String], _ location: SourceLocation = #_sourceLocation)
        throws
    {
        #expect(
            try DocumentTypeLog.declarations(subset, sourceLocation: location) == expected, sourceLocation: location)
    }

    @Test func `A type has a name, identifiers and an internal subset`() throws {
        #expect(try DocumentTypeLog.lines("<!DOCTYPE a><a/>") == ["type a - -", "end", "<a>", "</a>"])
        #expect(
            try DocumentTypeLog.lines("<!DOCTYPE a SYSTEM 'a.dtd' [ <?p q?> ] ><a/>") == [
                "type a - a.dtd", "?p q", "end", "<a>", "</a>",
            ])
        #expect(
            try DocumentTypeLog.lines("<!DOCTYPE\na\nPUBLIC\n' -//A \n B'\n\"it's\"><a/>") == [
                "type a -//A B it's", "end", "<a>", "</a>",
            ])
    }

    @Test func `Elements have models, which lose their white space`() throws {
        try declarations(
            "<!ELEMENT a EMPTY><!ELEMENT b ANY ><!ELEMENT c (#PCDATA)><!ELEMENT d ( #PCDATA | a | b )*>"
                + "<!ELEMENT e ( a , ( b | c )* , d? )+><!ELEMENT f (a)><!ELEMENT f (b)>",
            [
                "element a EMPTY", "element b ANY", "element c (#PCDATA)", "element d (#PCDATA|a|b)*",
                "element e (a,(b|c)*,d?)+", "element f (a)",
            ])
    }

    @Test func `Attributes have types and defaults, and the first declaration counts`() throws {
        try declarations(
            "<!ATTLIST b x CDATA #IMPLIED y ID #REQUIRED z ( p | q ) 'p'\n n NOTATION (m) #FIXED ' m ' x ID #IMPLIED>"
                + "<!ATTLIST b z CDATA 'no' w NMTOKENS ' 1  2 '>",
            [
                "attribute b x CDATA #IMPLIED -", "attribute b y ID #REQUIRED -", "attribute b z (p|q) - 'p'",
                "attribute b n NOTATION (m) #FIXED 'm'", "attribute b w NMTOKENS - '1 2'",
            ])
        #expect(
            try DocumentTypeLog.lines(
                "<!DOCTYPE a [<!ATTLIST a i ID #IMPLIED n NMTOKENS '1  2' d CDATA '&lt;&#9;\r\n.'>]><a i=' x  y '/>"
            )
            .suffix(2) == ["<a i='x y':ID n='1 2':NMTOKENS! d='<\t .'!>", "</a>"])
    }

    @Test func `Entities have values, in which references to characters are resolved`() throws {
        try declarations(
            "<!ENTITY e 'a&#38;b&lt;&x;&#x20AC;\r\n%'><!ENTITY e 'again'><!ENTITY s SYSTEM 'e.xml'>"
                .replacing("%", with: "&#37;"),
            ["entity e 'a&b&lt;&x;€\n%'", "entity s - e.xml"])
        try declarations(
            "<!NOTATION gif PUBLIC 'GIF'><!NOTATION png SYSTEM 'png'><!ENTITY u PUBLIC 'p' 's' NDATA gif><!ENTITY % p 'x'>"
                + "<!ENTITY % q SYSTEM 'q'>",
            ["notation gif GIF -", "notation png - png", "unparsed u p s gif", "entity %p 'x'", "entity %q - q"])
    }

    @Test func `Parameter entities take the place of their references`() throws {
        try declarations(
            "<!ENTITY % p '<!ELEMENT b ANY><!--c-->'>%p; <?p?>",
            ["entity %p '<!ELEMENT b ANY><!--c-->'", "element b ANY", "#c", "?p "])
        try declarations(
            "<!ENTITY % zz '&#60;!ENTITY tricky \"error-prone\" >'><!ENTITY % xx '&#37;zz;'>%xx;",
            ["entity %zz '<!ENTITY tricky \"error-prone\" >'", "entity %xx '%zz;'", "entity tricky 'error-prone'"])
        try declarations(
            "<!ENTITY % m 'b|c'><!ENTITY % d '<!ELEMENT x (&#37;m;)*>'>%d;",
            ["entity %m 'b|c'", "entity %d '<!ELEMENT x (%m;)*>'", "element x (b|c)*"])
    }

    static let faults: [(String, String)] = [
        ("<!DOCTYPE><a/>", "1:10 expected white space behind '<!DOCTYPE' but found the end of the document type"),
        ("<!DOCTYPE 1><a/>", "1:11 expected a name but found '1'"),
        ("<!DOCTYPE a b><a/>", "1:13 expected '>' but found 'b'"),
        ("<!DOCTYPE a SYSTEM><a/>", "1:19 expected white space behind 'SYSTEM' but found the end of the document type"),
        ("<!DOCTYPE a SYSTEM b><a/>", "1:20 expected a system identifier in quotes but found 'b'"),
        ("<!DOCTYPE a PUBLIC 'é' ''><a/>", "1:20 a public identifier may not have U+00E9"),
        (
            "<!DOCTYPE a PUBLIC 'x'><a/>",
            "1:23 expected white space behind the public identifier but found the end of the document type"
        ),
        ("<!DOCTYPE a [x]><a/>", "1:14 expected a declaration or ']' but found 'x'"),
        ("<!DOCTYPE a [<x>]><a/>", "1:15 expected a declaration but found 'x'"),
        ("<!DOCTYPE a [<!X>]><a/>", "1:16 expected a declaration but found 'X'"),
        ("<!DOCTYPE a [<![INCLUDE[]]>]><a/>", "1:16 expected a declaration but found '['"),
        ("<!DOCTYPE a [<!ELEMENTa ANY>]><a/>", "1:23 expected white space behind '<!ELEMENT' but found 'a'"),
        ("<!DOCTYPE a [<!ELEMENT a>]><a/>", "1:25 expected white space behind the element's name but found '>'"),
        ("<!DOCTYPE a [<!ELEMENT a b>]><a/>", "1:26 expected 'EMPTY', 'ANY' or '(' but found 'b'"),
        ("<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>", "1:30 expected ',' or ')' in a content model but found '|'"),
        ("<!DOCTYPE a [<!ELEMENT a (b c)>]><a/>", "1:29 expected ',', '|' or ')' in a content model but found 'c'"),
        ("<!DOCTYPE a [<!ELEMENT a ()>]><a/>", "1:27 expected a name but found ')'"),
        (
            "<!DOCTYPE a [<!ELEMENT a (#PCDATA|b)>]><a/>",
            "1:37 expected '*' behind mixed content with elements but found '>'"
        ),
        ("<!DOCTYPE a [<!ELEMENT a (b) c>]><a/>", "1:30 expected '>' but found 'c'"),
        ("<!DOCTYPE a [<!ATTLIST a b>]><a/>", "1:27 expected white space behind the attribute's name but found '>'"),
        ("<!DOCTYPE a [<!ATTLIST a b X ''>]><a/>", "1:28 'X' is not the type of an attribute"),
        (
            "<!DOCTYPE a [<!ATTLIST a b CDATA>]><a/>",
            "1:33 expected white space behind the attribute's type but found '>'"
        ),
        ("<!DOCTYPE a [<!ATTLIST a b CDATA x>]><a/>", "1:34 expected a default value in quotes but found 'x'"),
        (
            "<!DOCTYPE a [<!ATTLIST a b CDATA #X>]><a/>",
            "1:34 expected '#REQUIRED', '#IMPLIED', '#FIXED' or a value in quotes but found '#'"
        ),
        ("<!DOCTYPE a [<!ATTLIST a b (x y) ''>]><a/>", "1:31 expected '|' or ')' but found 'y'"),
        (
            "<!DOCTYPE a [<!ATTLIST a b CDATA 'x<'>]><a/>",
            "1:36 an attribute value has '<', which must be written '&lt;'"
        ),
        ("<!DOCTYPE a [<!ATTLIST a b CDATA 'x&e;'>]><a/>", "1:36 the entity 'e' is not declared"),
        ("<!DOCTYPE a [<!ATTLIST a b CDATA '&'>]><a/>", "1:36 expected a name but found the end of the value"),
        ("<!DOCTYPE a [<!ENTITY e>]><a/>", "1:24 expected white space behind the entity's name but found '>'"),
        ("<!DOCTYPE a [<!ENTITY e 'x&'>]><a/>", "1:28 expected a name but found '''"),
        ("<!DOCTYPE a [<!ENTITY e '&x'>]><a/>", "1:28 expected ';' after a reference but found '''"),
        ("<!DOCTYPE a [<!ENTITY e '&#1;'>]><a/>", "1:26 the reference is to no character that XML allows"),
        ("<!DOCTYPE a [<!ENTITY e '&#xg;'>]><a/>", "1:29 expected a digit in a character reference but found 'g'"),
        (
            "<!DOCTYPE a [<!ENTITY e '%x;'>]><a/>",
            "1:29 a declaration in the internal subset refers to a parameter entity"
        ),
        ("<!DOCTYPE a [<!ENTITY e:f ''>]><a/>", "1:23 'e:f' is not a name without a colon"),
        ("<!DOCTYPE a [<!ENTITY e SYSTEM 'x'NDATA n>]><a/>", "1:35 expected white space before 'NDATA' but found 'N'"),
        ("<!DOCTYPE a [<!NOTATION n>]><a/>", "1:26 expected white space behind the notation's name but found '>'"),
        ("<!DOCTYPE a [<!NOTATION n 'x'>]><a/>", "1:27 expected 'PUBLIC' or 'SYSTEM' but found '''"),
        ("<!DOCTYPE a [<!-- -- -->]><a/>", "1:19 a comment has '--', which only ends it"),
        (
            "<!DOCTYPE a [<?xml version='1.0'?>]><a/>",
            "1:14 '<?xml' may only stand at the very beginning of the document"
        ),
        (
            "<!DOCTYPE a [<!ENTITY % p '<!ELEMENT a'>%p; ANY>]><a/>",
            "1:41 expected white space behind the element's name but found the end of the parameter entity 'p'"
        ),
        ("<!DOCTYPE a [<!ENTITY % p '&#37;p;'>%p;]><a/>", "1:37 the parameter entity 'p' refers to itself"),
        ("<!DOCTYPE a [\u{1}]><a/>", "1:14 the byte 0x01 is no character that XML allows"),
        ("<!DOCTYPE a [\n<!ELEMENT a\n(b|)>]><a/>", "3:4 expected a name but found ')'"),
    ]

    @Test(arguments: faults) func `What is wrong with a type is said, and where`(text: String, fault: String) throws {
        #expect(try DocumentTypeLog.lines(text).last == "! notWellFormed " + fault)
    }

    @Test func `A parameter entity that is not read leaves out the declaration that refers to it, and no more`() throws
    {
        func lines(_ subset: String, standalone: String = "") throws -> [String] {
            try DocumentTypeLog.lines(
                standalone + "<!DOCTYPE a SYSTEM 'a.dtd'><a/>",
                entities: ["a.dtd": "<!ENTITY % p SYSTEM 'none'><!ENTITY % q '(b &#37;p;, c)'>" + subset]
            ).filter { line in
                !["type ", "end", "([dtd]", ")[dtd]", "entity %"].contains { line.hasPrefix($0) }
            }
        }
        for declaration in [
            "<!ELEMENT a %p;>", "<!ELEMENT a (b, %p;)>", "<!ELEMENT %p; ANY>", "<!ELEMENT a %q;>",
            "<!ATTLIST a %p; b CDATA '>'>", "<!ATTLIST a b (c|%p;) \">\">", "<!ENTITY e %p; '>\"'>",
            "<!ENTITY e 'x%p;y'>", "<!NOTATION n %p;>", "<![%p;[<!ELEMENT c ANY><![IGNORE[]]>]]>",
        ] {
            for standalone in ["", "<?xml version='1.0' standalone='yes'?>"] {
                let found = try lines(declaration + "<!ELEMENT b ANY>", standalone: standalone)
                #expect(
                    found == ["skipped %p", "element b ANY", "<a>", "</a>"], "\(declaration)")
            }
        }
        #expect(try lines("<!ELEMENT a %p;").last?.hasSuffix("expected '>' but found its end") == true)
        // What was declared before it counts; what comes behind it may have been declared in it.
        let found = try lines("<!ATTLIST a b CDATA 'c' %p;><!ATTLIST a d CDATA 'e'><!ENTITY f 'g'>")
        #expect(
            found == [
                "attribute a b CDATA - 'c'", "skipped %p", "<a b='c'!>", "</a>",
            ])
    }

    @Test func `A document type that never ends is wrong where its first wrong byte is, and else cut`() throws {
        func end(_ type: String) throws -> String? { try DocumentTypeLog.lines("<!DOCTYPE" + type).last }
        for type in [
            "", " ", " a", " a [", " a [<", " a [<!", " a [<!ELEM", " a [<!ELEMENT b (#PC", " a [<!ELEMENT b EMP",
            " a [<!ATTLIST b c CD", " a [<!ATTLIST b c ID #", " a [<!ATTLIST b c ID #REQ", " a [<!ENTITY % p 'q'> %p",
            " a [<!ENTITY e '&#6", " a [<!ENTITY e \"]><a/>", " a [<!-- x --", " a [<!-", " a [<?xml", " a PUB",
            " a [<!ENTITY e SYSTEM 'f' ND", " a [<!ENTITY e '\u{E9}", " a [<?p ]>", " a [<!NOTATION n SYSTEM",
            " a [<!ATTLIST a b (c|d",
        ] {
            #expect(
                try end(type) == "! truncated 1:\(10 + type.utf8.count) the document ends within a document type",
                "\(type)")
        }
        for (type, fault) in [
            ("a", "1:10 expected white space behind '<!DOCTYPE' but found 'a'"),
            (" 1 [", "1:11 expected a name but found '1'"),
            (" a [<!ELEMENT b' ANY> ]><a/>", "1:25 expected white space behind the element's name but found '''"),
            (" a [<!FOO", "1:16 expected a declaration but found 'F'"),
            (" a [<!ELEMENT a (b|c,d", "1:30 expected '|' or ')' in a content model but found ','"),
            (" a [<!ENTITY e '&#0;'", "1:26 the reference is to no character that XML allows"),
            (" a [<!ENTITY e '%p;'", "1:29 a declaration in the internal subset refers to a parameter entity"),
            (" a [<!-- a -- b", "1:21 a comment has '--', which only ends it"),
            (" a [\u{1}", "1:14 the byte 0x01 is no character that XML allows"),
            (" a [ x", "1:15 expected a declaration or ']' but found 'x'"),
        ] {
            let found = try end(type)
            #expect(found == "! notWellFormed \(fault)", "\(type)")
        }
        // Where documents are recovered, it is the same.
        var options = XML.ParserOptions()
        options.recovers = true
        let bytes = Array("<!DOCTYPE a [ x > <a/>".utf8)
        for feeding in Feeding.all(for: bytes.count) {
            let faults = XML.FaultList()
            var parser = XML.Parser(handler: XMLEventLog(), options: options, handlers: XML.Handlers(error: faults))
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            #expect(try parser.finish().events == ["<a", "</a", "end"])
            #expect(
                faults.faults.map { "\($0.position.column): \($0.message)" } == [
                    "15: expected a declaration or ']' but found 'x'"
                ], "\(feeding)")
        }
    }
}
