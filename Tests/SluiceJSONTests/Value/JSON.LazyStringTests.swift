import SluiceJSON
import Testing

@Suite struct JSONLazyStringTests {
    @Test func `It compares by code points, with its like, with a String and with a literal`() throws {
        let object = try #require(try JSON.loads(#"{"né":1,"b":2,"":3}"#).object)
        let keys = object.map(\.key)
        #expect(keys[0] == "né")
        #expect(keys[0] == String("né"))
        #expect(keys[0] != "ne\u{301}")
        #expect(keys[2] == "")
        #expect(keys[2] < keys[1])
        #expect(Set(keys).contains("b"))
        #expect(keys[0].utf8Count == 3)
        #expect("\(keys[0])" == "né")
    }
}
