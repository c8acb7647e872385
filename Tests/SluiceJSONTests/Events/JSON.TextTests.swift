import SluiceJSON
import Testing

@Suite struct JSONTextTests {
    @Test func `Text equals a string of the same bytes`() {
        let bytes: [UInt8] = Array("né".utf8)
        let text = JSON.Text(utf8: bytes.span)
        #expect(text == "né")
        #expect(String(text) == "né")
    }
}
