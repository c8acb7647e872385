import SluiceJSON
import Testing

@Suite struct StringJSONTests {
    @Test func `A string copies the text that passes by`() {
        let bytes = Array("né\0".utf8)
        let copy = String(JSON.Text(utf8: bytes.span))
        #expect(copy == "né\0")
    }

    @Test func `A string copies a number to the letter`() {
        let bytes = Array("-1.50e+07".utf8)
        let copy = String(JSON.NumberText(utf8: bytes.span))
        #expect(copy == "-1.50e+07")
    }
}
