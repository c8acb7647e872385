import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Exception` {
    @Test func `It says what was asked for, with the standard's number and name`() throws {
        let document = try XML.DOM.Document(string: "<a/>")
        let error = #expect(throws: XML.DOM.Exception.self) { try document.createElement("1") }
        #expect(error?.description == "INVALID_CHARACTER_ERR: '1' is not a name of XML")
        #expect(error?.code.rawValue == 5)
        #expect(XML.DOM.Exception.Code.allCases.map(\.rawValue) == Array(1...16))
        #expect(Set(XML.DOM.Exception.Code.allCases.map(\.name)).count == 16)
    }
}
