import SluiceCore
import Testing

@Suite struct ParseErrorTests {
    @Test func `The description has the place, the message, the line and a caret`() {
        let error = ParseError(
            .syntax, "expected ',' or ']' after an element but found '2'",
            at: TextPosition(offset: 3, line: 1, column: 4),
            sourceName: "a.json", sourceLine: .init(text: "[1 2]", caret: 3))
        #expect(
            error.description == """
                a.json:1:4: error: expected ',' or ']' after an element but found '2'
                [1 2]
                   ^
                """)
    }
}
