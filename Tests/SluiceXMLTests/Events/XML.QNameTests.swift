import SluiceXML
import Testing

@Suite struct XMLQNameTests {
    @Test func `Equal are names of one namespace and local part, whatever their prefix`() {
        let name = XML.QName("b", uri: "urn:a", prefix: "p")
        #expect(name == XML.QName("b", uri: "urn:a"))
        #expect(Set([name]).contains(XML.QName("b", uri: "urn:a", prefix: "q")))
        #expect(name != XML.QName("b") && name != XML.QName("c", uri: "urn:a"))
    }

    @Test(arguments: ["b", "{urn:a}b", "{}", "{b"])
    func `Clark's notation is read as it is written`(text: String) {
        #expect(XML.QName(clark: text).description == (text == "{}" ? "" : text))
    }

    @Test func `A name is written with its prefix`() {
        #expect(XML.QName("b", uri: "u", prefix: "p").qualified == "p:b")
        #expect(XML.QName("b", uri: "u").qualified == "b")
    }
}
