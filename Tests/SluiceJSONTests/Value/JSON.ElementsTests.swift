import SluiceJSON
import Testing

@Suite struct JSONElementsTests {
    /// Values of one, two and many words, so that positions are not places.
    private func text(_ i: Int) -> String {
        switch i % 3 {
        case 0: "\(i)"
        case 1: "[\(i),0]"
        default: "\"\(i)\""
        }
    }

    private func number(_ value: JSON) -> Int? {
        switch value.kind {
        case .array(let elements): elements[0].int
        case .string(let digits): Int(String(digits))
        default: value.int
        }
    }

    @Test func `Elements are reached in order and by position`() throws {
        let elements = try #require(try JSON.loads("[" + (0..<100).map(text).joined(separator: ",") + "]").array)
        #expect(elements.count == 100)
        #expect(elements.map(number) == Array(0..<100))
        let backwards = elements.indices.reversed().map { number(elements[$0]) }
        #expect(backwards == Array((0..<100).reversed()))
    }
}
