import SluiceJSON
import Testing

@Suite struct JSONTextTests {
    @Test(arguments: [("né", true), ("ne", false), ("né ", false), ("", false)])
    func `Text equals a string of the same bytes and no other`(other: String, expected: Bool) {
        let bytes = Array("né".utf8)
        let same = JSON.Text(utf8: bytes.span) == other
        #expect(same == expected)
    }

    @Test func `The count is in bytes`() {
        let bytes = Array("né".utf8)
        let count = JSON.Text(utf8: bytes.span).count
        #expect(count == 3)
    }
}
