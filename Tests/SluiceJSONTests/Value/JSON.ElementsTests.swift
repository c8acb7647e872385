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

    @Test func `More elements than a tape's word can count are counted, and reached`() throws {
        let more = 1 << 24
        let elements = try #require(try JSON.loads("[" + String(repeating: "0,", count: more) + "7]").array)
        #expect(elements.count == more + 1)
        #expect(elements[more].int == 7)
        #expect(elements[more - 1].int == 0)
    }

    @Test func `Elements are equal in order, and read as JSON`() throws {
        let (a, b) = (try JSON.loads("[1,[2]]"), JSON([1, [2.0]]))
        #expect(a.array == b.array)
        #expect(a.array.map { "\($0)" } == "[1,[2]]")
    }
}
