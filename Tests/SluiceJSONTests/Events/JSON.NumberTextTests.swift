import SluiceJSON
import Testing

@Suite struct JSONNumberTextTests {
    @Test func `A number keeps every character it had in the document`() {
        let bytes = Array("-0.10E+0400".utf8)
        let number = JSON.NumberText(utf8: bytes.span)
        let same = number.utf8.indices.allSatisfy { number.utf8[$0] == bytes[$0] }
        #expect(same && number.utf8.count == bytes.count)
    }
}
