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
                == "<stdin>:1:1: error: U+00E9 is not in US-ASCII, and no reference may stand here\n")
        #expect(
            try Sluice.run("format", "--ascii", "--compact", input: "<a b='é'>ü<!--é--></a>")
                == .init(
                    output: "<?xml version=\"1.0\" encoding=\"US-ASCII\"?>\n<a b=\"&#233;\">&#252;",
                    complaints: "<stdin>:1:13: error: U+00E9 is not in US-ASCII, and no reference may stand here\n",
                    status: 1))
    }

    @Test func `What the document type declares is written again, with the same meaning`() throws {
        let document = """
            <!DOCTYPE a SYSTEM "a.dtd" [<!ELEMENT a (#PCDATA|b)*><!ATTLIST a x CDATA "1 &lt; &quot;2&quot;" y (u|v) #IMPLIED>
            <!ENTITY e "&#38;#38; &#37; &quot; é&#xD; &f;"><!ENTITY f "<b/>"><!NOTATION n PUBLIC "p">
            <!ENTITY u SYSTEM "u.gif" NDATA n>]>
            <a>&f;</a>
            """
        let formatted = """
            <?xml version="1.0" encoding="US-ASCII"?>
            <!DOCTYPE a SYSTEM "a.dtd" [
              <!ELEMENT a (#PCDATA|b)*>
              <!ATTLIST a x CDATA "1 &lt; &quot;2&quot;">
              <!ATTLIST a y (u|v) #IMPLIED>
              <!ENTITY e "&#38;#38; &#37; &quot; &#233;&#13; &f;">
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

    @Test(arguments: ["yes", "no"])
    func `What the declaration says of standing alone stays`(standalone: String) throws {
        let document = "<?xml version='1.0' encoding='ISO-8859-1' standalone='\(standalone)'?><!--c--><a/>"
        #expect(
            try Sluice.run("format", input: document).output
                == "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"\(standalone)\"?>\n<!--c-->\n<a/>\n")
    }

    @Test func `A reference to declarations that were not read stays where it was`() throws {
        let document = """
            <!DOCTYPE a [
              <!ENTITY % x SYSTEM "x.ent">
              %x;
              <!ELEMENT a ANY>
            ]>
            <a>&y;</a>

            """
        #expect(try Sluice.run("format", input: document) == .init(output: document))
    }

    @Test func `The canonical form is that of C14N 2.0, without a newline`() throws {
        let document =
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'é'>]><!--c--><a c='1' b=\"'\"><b/>&e;<![CDATA[<]]></a>"
        #expect(
            try Sluice.run("format", "--canonical", input: document)
                == .init(output: "<a b=\"'\" c=\"1\"><b></b>é&lt;</a>"))
        let broken = try Sluice.run("format", "--canonical", input: "<a><b>t</b></c>")
        #expect(broken.output == "<a><b>t</b>")
        #expect(broken.complaints.hasPrefix("<stdin>:1:12: error: expected '</a>' but found '</c>'"))
    }

    @Test func `Options of JSON are wrong usage`() throws {
        let sorted = try Sluice.run("format", "--sort-keys", input: "<a/>")
        #expect(sorted.complaints.contains("--sort-keys goes with JSON; of XML, --canonical sorts the attributes."))
        #expect(sorted.status == 2)
        let ascii = try Sluice.run("format", "--canonical", "--ascii", input: "<a/>")
        #expect(ascii.complaints.contains("The canonical form of XML is in UTF-8: without --ascii."))
    }
}
#endif
