import SluiceJSON
import Testing

@Suite struct JSONSubscriptsTests {
    @Test func `A path of names and positions leads to a value or to nil`() throws {
        let value = try JSON.loads(#"{"a":[{"b":"x"},2],"c":true}"#)
        #expect(value["a"]?[0]?["b"]?.string == "x")
        #expect(value["a"]?[1]?.int == 2)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["a"]?["b"] == nil)
        #expect(value["missing"]?[0] == nil)
    }

    @Test func `The last of several members with the same name wins`() throws {
        #expect(try JSON.loads(#"{"a":1,"b":2,"a":3}"#)["a"]?.int == 3)
    }
}
