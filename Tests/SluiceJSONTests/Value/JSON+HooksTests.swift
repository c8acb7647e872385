import SluiceJSON
import Testing

@Suite struct JSONHooksTests {
    private struct Refusal: Error {}

    private func load(_ text: String, _ set: (inout JSON.LoadOptions) -> Void) throws -> JSON {
        var options = JSON.LoadOptions()
        set(&options)
        return try JSON.loads(text, options: options)
    }

    @Test func `Objects are replaced from the inside out`() throws {
        let value = try load(#"{"a":{"b":{}},"c":[{"d":1}]}"#) {
            $0.objectHook = { object in JSON("\(object.object?.count ?? 0)") }
        }
        #expect(value == "2")
        var seen: [String] = []
        _ = try load(#"{"a":{"b":{}},"c":[{"d":1}]}"#) {
            $0.objectHook = { object in
                seen.append(object.description)
                return object
            }
        }
        #expect(seen == ["{}", #"{"b":{}}"#, #"{"d":1}"#, #"{"a":{"b":{}},"c":[{"d":1}]}"#])
    }

    @Test func `The pairs hook wins, and sees every member`() throws {
        let value = try load(#"{"a":1,"a":2}"#) {
            $0.objectHook = { _ in throw Refusal() }
            $0.objectPairsHook = { members in JSON(members.map { [JSON($0.key), $0.value] }) }
        }
        #expect(value.description == #"[["a",1],["a",2]]"#)
    }

    @Test func `Numbers are handed over as they stand in the document`() throws {
        let text = "[1,-0,1.50,1e400,123456789012345678901234567890,2e0]"
        let floats = try load(text) { $0.parseFloat = { JSON("f" + $0) } }
        #expect(floats.description == #"[1,0,"f1.50","f1e400",123456789012345678901234567890,"f2e0"]"#)
        let integers = try load(text) { $0.parseInt = { JSON("i" + $0) } }
        #expect(integers.description == #"["i1","i-0",1.5,1e400,"i123456789012345678901234567890",2.0]"#)
    }

    @Test func `Constants are allowed where there is a hook for them`() throws {
        let value = try load("[NaN,Infinity,-Infinity,1]") { $0.parseConstant = { JSON($0) } }
        #expect(value == ["NaN", "Infinity", "-Infinity", 1])
    }

    @Test func `An error of a hook arrives unchanged`() {
        #expect(throws: Refusal.self) { try load("{}") { $0.objectHook = { _ in throw Refusal() } } }
    }

    @Test func `A scalar goes through its hook`() throws {
        #expect(try load("7") { $0.parseInt = { JSON($0) } } == "7")
    }
}
