#if Services
@testable import SluiceStreaming
import SluiceTestSupport
import Testing

@Suite struct DocumentSourceTests {
    private func texts(_ source: DocumentSource) throws -> [String] {
        let cursor = try source.open()
        var texts: [String] = []
        while let text = try cursor.next() { texts.append(String(decoding: text, as: UTF8.self)) }
        return texts
    }

    @Test func `A file of JSON gives its records as they stand there`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("{\"a\": 1.50}\n[2]\n".utf8), to: "a.ndjson")
        #expect(try texts(.json(path)) == ["{\"a\": 1.50}", "[2]"])
        let array = try folder.write(Array("{\"x\": [1, 1e400]}".utf8), to: "a.json")
        #expect(try texts(.json(array, at: "$.x[*]")) == ["1", "1e400"])
    }

    @Test func `A file of XML gives elements without their tails`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("<r><a>1</a> tail <a>2</a></r>".utf8), to: "a.xml")
        #expect(try texts(.xml(path, at: "/r/a")) == ["<a>1</a>", "<a>2</a>"])
    }

    @Test func `Records in memory can be read again`() throws {
        let source = DocumentSource.records([.json([1]), .xml(XML.Element("a"))])
        #expect(try texts(source) == ["[1]", "<a />"])
        #expect(try texts(source) == ["[1]", "<a />"])
    }

    @Test func `A file that is missing is told when it is opened`() {
        #expect(throws: (any Error).self) { try DocumentSource.json("/nowhere/none").open() }
    }
}
#endif
