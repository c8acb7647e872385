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

    @Test func `A member that is null is not one that is missing`() throws {
        let value = try JSON.loads(#"{"a":null,"b":[null]}"#)
        #expect(value["a"]?.isNull == true)
        #expect(value["b"]?[0]?.isNull == true)
        #expect(value["c"]?.isNull == nil)
        #expect(value["b"]?[1]?.isNull == nil)
    }

    @Test func `The last of several members with the same name wins`() throws {
        #expect(try JSON.loads(#"{"a":1,"b":2,"a":3}"#)["a"]?.int == 3)
    }

    @Test func `A change deep inside leaves copies and the rest as they were`() throws {
        let original = try JSON.loads(#"{"a":[{"b":1},2],"c":[3]}"#)
        var value = original
        value["a"]?[0]?["b"] = ["x": [true, nil]]
        value["a"]?[2] = 4.5
        value["d"] = "new"
        value["c"]?[0] = nil
        #expect(value.description == #"{"a":[{"b":{"x":[true,null]}},2,4.5],"c":[],"d":"new"}"#)
        #expect(original.description == #"{"a":[{"b":1},2],"c":[3]}"#)
        var copy = value
        copy["a"]?[0]?["b"]?["x"]?[0] = false
        #expect(value["a"]?[0]?["b"]?["x"]?[0] == true)
        #expect(copy["a"]?[0]?["b"]?["x"]?[0] == false)
    }

    @Test func `Setting replaces the last member of a name, and nil removes all of them`() throws {
        var value = try JSON.loads(#"{"a":1,"b":2,"a":3}"#)
        value["a"] = 4
        #expect(value.description == #"{"a":1,"b":2,"a":4}"#)
        value["a"] = nil
        #expect(value.description == #"{"b":2}"#)
        value["missing"] = nil
        #expect(value.description == #"{"b":2}"#)
    }

    @Test func `null is set like an empty container, anything else is left alone`() {
        var value: JSON = nil
        value["a"] = 1
        #expect(value == ["a": 1])
        var list: JSON = nil
        list[0] = "x"
        list[5] = "y"
        list[-1] = "z"
        #expect(list == ["x"])
        var text: JSON = "text"
        text["a"] = 1
        text[0] = 1
        #expect(text == "text")
    }

    @Test func `A value can be changed in place through a path`() throws {
        var value: JSON = ["list": [1, 2]]
        value["list"]?.append(3)
        value["list"]?.insert(0, at: 0)
        value["list"]?.remove(at: 1)
        #expect(value == ["list": [0, 2, 3]])
        value["none"]?.append(1)
        #expect(value == ["list": [0, 2, 3]])
    }
}
