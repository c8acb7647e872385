import SluiceJSON
import Testing

@Suite struct JSONLiteralsTests {
    @Test func `Every literal of Swift is a value`() {
        let name = "x"
        let value: JSON = ["a": 1, "b": [true, nil, -2.5, "text \(name)"], "a": [:], "": []]
        #expect(value.description == #"{"a":1,"b":[true,null,-2.5,"text x"],"a":{},"":[]}"#)
    }

    @Test func `Values are made of Swift's own types`() {
        #expect(JSON(UInt64.max).description == "18446744073709551615")
        #expect(JSON(0.5 as Float).description == "0.5")
        #expect(JSON(String("né")).string == "né")
        #expect(JSON((1...3).map { JSON($0) }) == [1, 2, 3])
        #expect(JSON(members: [("a", 1), ("a", 2)]).object?.count == 2)
    }

    @Test func `Members and elements are values again`() throws {
        let value = try JSON.loads(#"[{"a":1}]"#)
        #expect(try JSON(#require(value.array)) == value)
        #expect(try JSON(#require(value[0]?.object)) == ["a": 1])
    }
}
