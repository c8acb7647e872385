import SluiceJSON
import Testing

@Suite struct JSONAccessorsTests {
    @Test func `An accessor answers for its own kind and with nil for the others`() throws {
        let values = try #require(try JSON.loads(#"["x",7,2.5,true,null,[],{}]"#).array)
        #expect(values.map { $0.string } == ["x", nil, nil, nil, nil, nil, nil])
        #expect(values.map { $0.int } == [nil, 7, nil, nil, nil, nil, nil])
        #expect(values.map { $0.double } == [nil, 7, 2.5, nil, nil, nil, nil])
        #expect(values.map { $0.bool } == [nil, nil, nil, true, nil, nil, nil])
        #expect(values.map { $0.isNull } == [false, false, false, false, true, false, false])
        #expect(values.map { $0.array != nil } == [false, false, false, false, false, true, false])
        #expect(values.map { $0.object != nil } == [false, false, false, false, false, false, true])
    }

    @Test func `Text is borrowed from the document`() throws {
        let value = try JSON.loads(#"["a\u0000b"]"#)
        let element = try #require(value[0])
        #expect(element.text?.count == 3)
    }
}
