import SluiceJSON
import Testing

@Suite struct JSONReflectingTests {
    @Test func `A debugger sees members and elements`() {
        let value: JSON = ["a": [1, "x"], "b": nil]
        let mirror = Mirror(reflecting: value)
        #expect(mirror.children.map(\.label) == ["a", "b"])
        #expect(mirror.displayStyle == .dictionary)
        #expect(Mirror(reflecting: mirror.children.first?.value as? JSON ?? nil).children.count == 2)
        #expect(value.debugDescription == #"{"a":[1,"x"],"b":null}"#)
    }
}
