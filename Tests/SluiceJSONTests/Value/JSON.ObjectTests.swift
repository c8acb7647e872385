import SluiceJSON
import Testing

@Suite struct JSONObjectTests {
    @Test func `Members keep their order, and those of the same name are all there`() throws {
        let members = try #require(try JSON.loads(#"{"b":1,"a":[2],"b":3}"#).object)
        #expect(members.count == 3)
        #expect(members.map { String($0.key) } == ["b", "a", "b"])
        #expect(members["b"]?.int == 3)
        #expect(members[1].key == "a")
    }

    @Test func `Every member of a long object is reached by its position`() throws {
        let text = "{" + (0..<100).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
        let members = try #require(try JSON.loads(text).object)
        #expect(members.indices.reversed().map { members[$0].value.int } == Array((0..<100).reversed()))
    }

    @Test func `Members are equal in any order, and read as JSON`() throws {
        let (a, b) = (try JSON.loads(#"{"a":1,"b":2}"#), try JSON.loads(#"{"b":2,"a":1.0}"#))
        #expect(a.object == b.object)
        #expect(a.object.map { "\($0)" } == #"{"a":1,"b":2}"#)
    }
}
