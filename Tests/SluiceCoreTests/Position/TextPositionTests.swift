import SluiceCore
import Testing

@Suite struct TextPositionTests {
    @Test func `The start is byte 0 of line 1, column 1`() {
        #expect(TextPosition() == TextPosition(offset: 0, line: 1, column: 1))
    }

    @Test func `Places are ordered by their bytes`() {
        #expect(TextPosition(offset: 3, line: 2, column: 1) < TextPosition(offset: 4, line: 2, column: 2))
    }
}
