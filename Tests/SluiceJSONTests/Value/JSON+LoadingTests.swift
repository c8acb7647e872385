import SluiceJSON
import Testing

@Suite struct JSONLoadingTests {
    @Test func `A String, an array of bytes and a span give the same value`() throws {
        let text = #"{"a":[1,2.5,null],"b":"né"}"#
        let bytes = Array(text.utf8)
        for value in [try JSON.loads(text), try JSON.loads(bytes), try JSON.loads(bytes.span)] {
            #expect(value["a"]?[1]?.double == 2.5)
            #expect(value["b"]?.string == "né")
        }
    }
}
