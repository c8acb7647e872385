import SluiceJSON
import Testing

@Suite struct JSONDetachingTests {
    @Test func `A part of a document is copied whole`() throws {
        let value = try JSON.loads(
            #"[{"a":[1,-2.5,18446744073709551615,"né",true,false,null,{}],"a":1e400,"b":{"c":"d"}},2]"#)
        let part = try #require(value[0])
        #expect(part.detached().description == part.description)
        #expect(part.detached() == part)
        #expect(value[1]?.detached() == 2)
        #expect(part["b"]?["c"]?.detached().string == "d")
    }

    @Test func `What was edited is copied with what was parsed`() throws {
        var value = try JSON.loads(#"[{"a":[1,{"x":"y"}]},2]"#)
        value[0]?["b"] = ["c": [nil, "d"]]
        #expect(value.detached().description == #"[{"a":[1,{"x":"y"}],"b":{"c":[null,"d"]}},2]"#)
    }
}
