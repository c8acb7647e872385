import SluiceStreaming
import Testing

@Suite struct StanzaRootTests {
    private func root(_ text: String) -> StanzaRoot? {
        var decoder = DocumentDecoder(.xmlStanzas)
        decoder.feed(Array(text.utf8))
        return decoder.root
    }

    @Test func `The root has its name, its attributes and the namespaces that it declares`() {
        let found = root("<!DOCTYPE r [<!ATTLIST r d CDATA 'x'>]><!-- c --><p:r xmlns:p='u' p:a=\"&lt;1\" b='2'>")
        #expect(
            found
                == StanzaRoot(
                    XML.QName("r", uri: "u", prefix: "p"), attributes: ["{u}a": "<1", "b": "2"], namespaces: ["p": "u"])
        )
        #expect(found?.name.prefix == "p")
        #expect(root("<r/>") == StanzaRoot(XML.QName("r")))
    }

    @Test func `There is none before its tag has ended, nor where that is at fault`() {
        #expect(root("") == nil)
        #expect(root("<r a='1'") == nil)
        #expect(root("<r a=1>") == nil)
        #expect(root("<p:r>") == nil)
    }
}
