import SluiceCore
import SluiceXML
import Testing

@Suite struct XMLFaultListTests {
    private struct Listener: XML.ContentHandler {}

    @Test func `It keeps the first faults, and counts all`() throws {
        let faults = XML.FaultList(limit: 2)
        var options = XML.ParserOptions()
        options.recovers = true
        _ = try XML.parse(string: "<a>&b;&c;&d;</a>", handler: Listener(), options: options, errorHandler: faults)
        #expect(faults.total == 3)
        #expect(faults.faults.map(\.message) == ["the entity 'b' is not declared", "the entity 'c' is not declared"])
        #expect(faults.faults.map(\.position.column) == [4, 7])
    }

    @Test func `What ends the parse is thrown, and not kept`() {
        let faults = XML.FaultList()
        #expect(throws: ParseError.self) {
            try XML.parse(string: "<a>&b;</a>", handler: Listener(), errorHandler: faults)
        }
        #expect(faults.total == 0)
    }
}
