import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// Entities where they are referred to.
@Suite struct EntityTests {
    private func lines(
        _ text: String, entities: [String: String]? = nil, limits: ParserLimits = .default,
        _ location: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        let all = try DocumentTypeLog.lines(text, entities: entities, limits: limits, sourceLocation: location)
        return Array(all.drop { $0 != "end" }.dropFirst())
    }

    @Test func `The text of an internal entity stands where its reference does`() throws {
        #expect(
            try lines("<!DOCTYPE a [<!ENTITY x '1'><!ENTITY y '&x;2&x;'>]><a b='&y;'>&y;</a>") == [
                "<a b='121'>", "(y", "(x", "'1", ")x", "'2", "(x", "'1", ")x", ")y", "</a>",
            ])
        #expect(
            try lines("<!DOCTYPE a [<!ENTITY e '<b>bold</b> tail'>]><a>x&e;y</a>") == [
                "<a>", "'x", "(e", "<b>", "'bold", "</b>", "' tail", ")e", "'y", "</a>",
            ])
    }

    @Test func `A fault within an entity is placed at the reference in the document`() throws {
        let type = "<!DOCTYPE a [<!ENTITY e '<b>'><!ENTITY f '&e;'>]>\n<a>"
        #expect(
            try lines(type + "..&f;</a>").last
                == "! notWellFormed 2:6 /a/b[1] 'e': an element must begin and end in the same entity")
        #expect(try lines(type + "&g;</a>").last == "! notWellFormed 2:4 /a the entity 'g' is not declared")
        // However many tokens come before it.
        let long = "<!DOCTYPE a [<!ENTITY e '" + String(repeating: "<b/>", count: 1200) + "</c>'>]>\n<a>.&e;</a>"
        #expect(try lines(long).last == "! notWellFormed 2:5 /a 'c': an element must begin and end in the same entity")
    }

    @Test func `An entity cannot refer to itself`() throws {
        for body in ["&e;", "<b c='&e;'/>"] {
            #expect(
                try lines("<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f '&e;'>]><a>\(body)</a>").last?.hasSuffix(
                    "refers to itself") == true)
        }
        #expect(
            try DocumentTypeLog.lines("<!DOCTYPE a [<!ENTITY e '&e;'><!ATTLIST a x CDATA '&e;'>]><a/>").last
                == "! notWellFormed 1:52 the entity 'e' refers to itself")
    }

    @Test func `What was not read may declare an entity, which is then skipped`() throws {
        #expect(try lines("<!DOCTYPE a SYSTEM 'x'><a b='.&e;.'>&e;</a>") == ["<a b='..'>", "skipped e", "</a>"])
        #expect(
            try lines("<!DOCTYPE a [<!ENTITY e SYSTEM 'x'>]><a>&e;&e;</a>") == [
                "<a>", "skipped e", "skipped e", "</a>",
            ])
        #expect(
            try lines("<?xml version='1.0' standalone='yes'?><!DOCTYPE a SYSTEM 'x'><a>&e;</a>").last
                == "! notWellFormed 1:65 /a the entity 'e' is not declared")
        #expect(
            try DocumentTypeLog.declarations("<!ENTITY % p SYSTEM 'x'>%p;<!ENTITY e ''><!ELEMENT a ANY>") == [
                "entity %p - x", "skipped %p", "element a ANY",
            ])
    }

    @Test func `External entities are what the resolver gives`() throws {
        let type = "<!DOCTYPE a [<!ENTITY e SYSTEM 'e.xml'>]>"
        #expect(
            try lines(type + "<a>&e;&e;</a>", entities: ["e.xml": "<?xml encoding='UTF-8'?>x\r\n<b/>"]) == [
                "<a>", "(e", "'x\n", "<b>", "</b>", ")e", "(e", "'x\n", "<b>", "</b>", ")e", "</a>",
            ])
        #expect(try lines(type + "<a>&e;</a>", entities: [:]) == ["<a>", "skipped e", "</a>"])
        #expect(
            try lines(type + "<a>&e;</a>", entities: ["e.xml": "<?xml version='1.0'?>"]).last
                == "! notWellFormed 1:45 /a in the entity 'e': the text declaration has no encoding")
        #expect(
            try lines(type + "<a b='&e;'/>", entities: ["e.xml": ""])
                == ["! notWellFormed 1:48 an attribute value refers to the external entity 'e'"])
    }

    @Test func `The external subset comes behind the internal one, and has sections`() throws {
        let subset = """
            <?xml version='1.0' encoding='utf-8'?>
            <!ENTITY % in 'INCLUDE'><!ENTITY % out 'IGNORE'><!ENTITY % m "b|c">
            <![%in;[<!ELEMENT a (%m;)*><![IGNORE[ <![ <!X ]]> ]]>]]><![%out;[<!ELEMENT x ANY>]]>
            <!ENTITY e "%m;."><!ENTITY f 'second'>
            """
        #expect(
            try DocumentTypeLog.lines(
                "<!DOCTYPE a SYSTEM 'a.dtd' [<!ENTITY f 'first'>]><a>&e;&f;</a>", entities: ["a.dtd": subset]) == [
                    "type a - a.dtd", "entity f 'first'", "([dtd]", "entity %in 'INCLUDE'", "entity %out 'IGNORE'",
                    "entity %m 'b|c'",
                    "element a (b|c)*", "entity e 'b|c.'", ")[dtd]", "end", "<a>", "(e", "'b|c.", ")e", "(f", "'first",
                    ")f",
                    "</a>",
                ])
        #expect(
            try DocumentTypeLog.lines(
                "<!DOCTYPE a SYSTEM 'a.dtd'><a/>", entities: ["a.dtd": "<?xml encoding='utf-8'?>\n\n<![INCLUDE["]
            ).last
                == "! notWellFormed 1:13 in the external subset, line 3: expected ']]>' that ends a section but found its end"
        )
    }

    @Test func `A document without a type can be given one, by the name of its root`() throws {
        let given = ["[x:a]": "<!ENTITY e 'given'><!ATTLIST b c CDATA '1'><!ELEMENT x:a (b)>"]
        #expect(
            try DocumentTypeLog.lines(
                "<?xml version='1.0'?><!--c-->\n<x:a xmlns:x='u'>\n<b/>&e;</x:a>", entities: given)
                == [
                    "#c", "entity e 'given'", "attribute b c CDATA - '1'", "element x:a (b)", "<x:a>", "_\n",
                    "<b c='1'!>", "</b>", "(e", "'given", ")e", "</x:a>",
                ])
        #expect(try DocumentTypeLog.lines("<a>.</a>", entities: given) == ["<a>", "'.", "</a>"])
        #expect(
            try DocumentTypeLog.lines("<x:a xmlns:x='u'/>", entities: given, validates: true).suffix(3) == [
                "<x:a>", "invalid 1:1 /x:a expected 'b' but the element 'x:a' ends", "</x:a>",
            ])
        #expect(
            try DocumentTypeLog.lines("\n<a/>", entities: ["[a]": "<!ELEMENT a>"])
                == [
                    "! notWellFormed 2:1 in the external subset, line 1: expected white space behind the element's name but found '>'"
                ])
        #expect(
            try DocumentTypeLog.lines("<a/><!DOCTYPE a>", entities: ["[a]": ""]).last
                == "! notWellFormed 1:5 a document type may only stand once, before the root element")
    }

    @Test func `What is wrong before a document ends is told, though it asks for a type first`() throws {
        var limits = ParserLimits()
        limits.documentBytes = 8
        #expect(
            try DocumentTypeLog.lines("<ab\u{263E}cdefgh", entities: [:], limits: limits)
                == ["! notWellFormed 1:4 expected an attribute, '>' or '/>' but found U+263E"])
    }

    @Test func `Depth and expansion are bounded, and the limit is named`() throws {
        var limits = ParserLimits()
        limits.entityDepth = 3
        var type = "<!DOCTYPE a [<!ENTITY e0 '.'>"
        for i in 1...5 { type += "<!ENTITY e\(i) '&e\(i - 1);&e\(i - 1);'>" }
        let depth = "more than 3 entities are within one another (the limit entityDepth)"
        #expect(try lines(type + "]><a>&e2;</a>", limits: limits).last == "</a>")
        #expect(try lines(type + "]><a>&e3;</a>", limits: limits).last?.hasSuffix(depth) == true)
        limits.entityDepth = 40
        limits.entityExpansionBytes = 500
        limits.entityExpansionFactor = 2
        let expansion = "entities make more than 2 times what was read (the limit entityExpansionFactor)"
        #expect(try lines(type + "]><a>&e5;</a>", limits: limits).last?.hasSuffix(expansion) == true)
        let parameters =
            "<!DOCTYPE a [<!ENTITY % p '<!--" + String(repeating: ".", count: 100) + "-->'>"
            + String(repeating: "%p;", count: 20)
        #expect(
            try DocumentTypeLog.lines(parameters + "]><a/>", limits: limits).last == "! limitExceeded 1:146 "
                + expansion)
        var groups = ParserLimits()
        groups.depth = 3
        #expect(
            try DocumentTypeLog.lines("<!DOCTYPE a [<!ELEMENT a ((((b))))>]><a/>", limits: groups).last
                == "! limitExceeded 1:29 more than 3 groups are within one another (the limit depth)")
    }

    @Test func `White space between elements is told from text`() throws {
        #expect(
            try lines("<!DOCTYPE a [<!ELEMENT a (b*)>]><a>\n <b/>\n x \n<b/>&#32;</a>") == [
                "<a>", "_\n ", "<b>", "</b>", "_\n ", "'x \n", "<b>", "</b>", "' ", "</a>",
            ])
    }
}
