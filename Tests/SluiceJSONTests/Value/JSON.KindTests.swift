import SluiceJSON
import Testing

@Suite struct JSONKindTests {
    private func name(_ value: JSON) -> String {
        switch value.kind {
        case .object(let members): "object \(members.count)"
        case .array(let elements): "array \(elements.count)"
        case .string(let string): "string \(string)"
        case .number(let number): "number \(number.double)"
        case .bool(let flag): "bool \(flag)"
        case .null: "null"
        }
    }

    @Test func `Every kind of value shows what is in it`() throws {
        let values = try #require(try JSON.loads(#"[{},[1],"x",1,18446744073709551615,2.5,true,false,null]"#).array)
        #expect(
            values.map(name) == [
                "object 0", "array 1", "string x", "number 1.0", "number 1.8446744073709552e+19", "number 2.5",
                "bool true", "bool false", "null",
            ])
    }
}
