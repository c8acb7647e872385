import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONDuplicatesTests {
    private let text = #"{"a":1,"b":[{"x":1,"y":2,"x":[3]}],"a":{"c":1,"c":2},"d":1.5}"#

    private func load(_ text: String, _ policy: JSON.LoadOptions.DuplicateKeys) throws -> JSON {
        var options = JSON.LoadOptions()
        options.duplicateKeys = policy
        return try JSON.loads(text, options: options, name: "a.json")
    }

    @Test func `All are kept unless asked otherwise`() throws {
        #expect(try load(text, .keep).description == text)
    }

    @Test func `The last one stays in its place`() throws {
        #expect(try load(text, .last).description == #"{"b":[{"y":2,"x":[3]}],"a":{"c":2},"d":1.5}"#)
    }

    @Test func `The first one stays`() throws {
        #expect(try load(text, .first).description == #"{"a":1,"b":[{"x":1,"y":2}],"d":1.5}"#)
    }

    @Test func `Many members of one object are told apart`() throws {
        let many = "{" + (0..<100).map { "\"k\($0 % 50)\":\($0)" }.joined(separator: ",") + "}"
        #expect(try load(many, .last).object?.map(\.value.int) == Array(50..<100))
        #expect(try load(many, .first).object?.map(\.value.int) == Array(0..<50))
    }

    @Test func `A second member of the same name is an error at its name`() throws {
        let text = "{\"a\":1,\n \"b\":[{\"x\":1,\"\\u0078\":2}]}"
        let error = #expect(throws: ParseError.self) { try load(text, .reject) }
        #expect(
            error?.description == """
                a.json:2:14: error: the object has a member "x" already
                 "b":[{"x":1,"\\u0078":2}]}
                             ^
                """)
        #expect(error?.path == "/b/0/x")
        #expect(try load(#"[{"a":1},{"a":1}]"#, .reject) == [["a": 1], ["a": 1]])
    }

    @Test func `A scalar has no members`() throws {
        #expect(try load("1", .reject) == 1)
    }
}
