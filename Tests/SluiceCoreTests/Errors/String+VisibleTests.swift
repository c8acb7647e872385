import SluiceCore
import Testing

@Suite struct StringVisibleTests {
    @Test func `Control characters are written out`() {
        #expect("a\u{1B}[31mb\r\n\u{0}\u{7F}\u{9B}c".visible == "a\\u{1b}[31mb\\u{d}\\u{a}\\u{0}\\u{7f}\\u{9b}c")
    }

    @Test(arguments: ["", "plain", "é😀", "\u{A0}\u{2028}"]) func `What is none stays as it is`(text: String) {
        #expect(text.visible == text)
    }
}
