import SluiceStreaming
import Testing

@Suite struct StreamRecordTests {
    @Test func `A record is a value or an element`() {
        #expect(StreamRecord.json([1]).json == [1] && StreamRecord.json([1]).xml == nil)
        let element = XML.Element("a", text: "t")
        #expect(StreamRecord.xml(element).xml == element && StreamRecord.xml(element).json == nil)
    }
}
