#if Services
import Testing

@Suite struct XMLFormatterTests {
    private let document = """
        <?xml version="1.0"?><!-- c --><a xmlns:p="urn:p"> <p:b>t <i>u</i> </p:b><c></c>
        <d><![CDATA[<]]></d></a>
        """

    @Test func `Elements without text are laid out, mixed content stays`() throws {
        #expect(
            try Sluice.run("format", input: document)
                == .init(
                    output: """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <!-- c -->
                        <a xmlns:p="urn:p">
                          <p:b>t <i>u</i> </p:b>
                          <c/>
                          <d><![CDATA[<]]></d>
                        </a>

                        """))
        #expect(
            try Sluice.run("format", "--compact", input: document)
                == .init(
                    output: """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <!-- c --><a xmlns:p="urn:p"><p:b>t <i>u</i> </p:b><c/><d><![CDATA[<]]></d></a>

                        """))
        #expect(
            try Sluice.run("format", "--indent", "1", "--ascii", input: "<é/>").complaints
                == "sluice: error: U+00E9 is not in US-ASCII, and no reference may stand here\n")
    }

    @Test func `What the document type declares is written again, with the same meaning`() throws {
        let document = """
            <!DOCTYPE a SYSTEM "a.dtd" [<!ELEMENT a (#PCDATA|b)*><!ATTLIST a x CDATA "1 &lt; &quot;2&quot;" y (u|v) #IMPLIED>
            <!ENTITY e "&#38;#38; &#37; &quot; é &f;"><!ENTITY f "<b/>"><!NOTATION n PUBLIC "p">
            <!ENTITY u SYSTEM "u.gif" NDATA n>]>
            <a>&f;</a>
            """
        let formatted = """
            <?xml version="1.0" encoding="US-ASCII"?>
            <!DOCTYPE a SYSTEM "a.dtd" [
              <!ELEMENT a (#PCDATA|b)*>
              <!ATTLIST a x CDATA "1 &lt; &quot;2&quot;">
              <!ATTLIST a y (u|v) #IMPLIED>
              <!ENTITY e "&#38;#38; &#37; &quot; &#233; &f;">
              <!ENTITY f "<b/>">
              <!NOTATION n PUBLIC "p">
              <!ENTITY u SYSTEM "u.gif" NDATA n>
            ]>
            <a x="1 &lt; &quot;2&quot;">
              <b/>
            </a>

            """
        #expect(try Sluice.run("format", "--ascii", input: document) == .init(output: formatted))
        #expect(try Sluice.run("format", "--ascii", input: formatted) == .init(output: formatted))
    }

    @Test func `What came before a fault is written`() throws {
        let outcome = try Sluice.run("format", "a.xml", files: ["a.xml": "<a><b>t</b></c>"])
        #expect(outcome.output.hasPrefix("<a>\n  <b>t</b>"))
        #expect(
            outcome.complaints == "a.xml:1:12: error: expected '</a>' but found '</c>'\n<a><b>t</b></c>\n           ^\n"
        )
        #expect(outcome.status == 1)
    }

    @Test func `Options of JSON are wrong usage`() throws {
        #expect(try Sluice.run("format", "--canonical", input: "<a/>").status == 2)
        #expect(try Sluice.run("format", "--sort-keys", input: "<a/>").status == 2)
    }
}
#endif
