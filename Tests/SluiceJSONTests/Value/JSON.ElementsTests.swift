import SluiceJSON
import Testing

@Suite struct JSONElementsTests {
    @Test func `Elements are reached in order and by position`() throws {
        // Values of one, two and many words, so that positions are not places.
        let text =
            "["
            + (0..<100).map { $0 % 3 == 0 ? "\($0)" : $0 % 3 == 1 ? "[\($0),0]" : "\"\($0)\"" }.joined(separator: ",")
            + "]"
        let elements = try #require(try JSON.loads(text).array)
        #expect(elements.count == 100)
        let inOrder = elements.map { $0.int ?? $0[0]?.int ?? Int($0.string ?? "") }
        #expect(inOrder == Array(0..<100))
        #expect(
            elements.indices.reversed().map {
                elements[$0].int ?? elements[$0][0]?.int ?? Int(elements[$0].string ?? "")
            } == Array((0..<100).reversed()))
    }
}
