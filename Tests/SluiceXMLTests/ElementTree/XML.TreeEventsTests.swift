import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLTreeEventsTests {
    @Test func `A source's elements come as they end`() throws {
        let text = "<a>" + (0..<500).map { "<b n='\($0)'>é\($0)</b>\n" }.joined() + "</a>"
        for feeding in [Feeding.whole, .every(1), .every(7), .random(seed: 1)] {
            var events = XML.iterparse(in: Chunks(Array(text.utf8), feeding))
            var texts: [String] = []
            while let event = try events.next() {
                #expect(event == .end)
                guard let element = try events.element, element.tag == "b" else { continue }
                texts.append(element.get("n", default: "-") + (element.text ?? ""))
                events.clear()
            }
            #expect(texts == (0..<500).map { "\($0)é\($0)" })
            let count = events.root?.count
            #expect(count == 500)
            let again = try events.next()
            #expect(again == nil)
        }
    }

    @Test func `A file is read, and errors name it`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("<a xmlns='urn:a'><b></a>".utf8), to: "a.xml")
        var events = try XML.iterparse(contentsOf: path, events: [.startNamespace])
        let first = try events.next()
        #expect(first == .startNamespace)
        let uri = events.namespace?.uri
        #expect(uri == "urn:a")
        do {
            _ = try events.next()
            Issue.record("nothing was thrown")
        } catch {
            #expect("\(error)".hasPrefix("\(path):1:21: error: expected '</b>' but found '</a>'"))
        }
        #expect(throws: IOFailure.self) { _ = try XML.iterparse(contentsOf: folder.file("none.xml")) }
    }
}
