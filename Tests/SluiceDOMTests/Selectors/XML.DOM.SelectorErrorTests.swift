import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct `XML.DOM.SelectorError` {
    @Test(
        arguments: [
            ("", "expected a selector, found the end", 0), ("a,", "expected a selector, found the end", 2),
            ("a > ", "expected a selector, found the end", 4), ("> a", "expected a selector, found '>'", 0),
            ("a > > b", "expected a selector, found '>'", 4),
            ("a%", "expected a combinator, ',' or the end, found '%'", 1),
            (".", "expected the name of a class, found the end", 1), ("#1", "expected an ID, found '1'", 1),
            (".a*", "expected a combinator, ',' or the end, found '*'", 2),
            ("a)", "expected a combinator, ',' or the end, found ')'", 1), ("[", "expected a name, found the end", 1),
            ("[a", "expected ']' or an operator, found the end", 2),
            ("[a?=b]", "expected ']' or an operator, found '?'", 2),
            ("[a=1]", "expected a name or a string, found '1'", 3), ("[a='x]", "the string is not closed", 3),
            ("[a=b", "expected ']', found the end", 4), ("[*]", "expected '|', found ']'", 2),
            ("a /* b", "the comment is not closed", 2), (":", "expected the name of a pseudo-class, found the end", 1),
            (":not(a", "expected ')', found the end", 6), (":not()", "expected a selector, found ')'", 5),
            (":nth-child(x)", "expected a place: odd, even or an+b, found 'x'", 11),
            (":nth-child(every)", "expected a place: odd, even or an+b", 11),
            (":nth-child(2n+)", "expected a number, found ')'", 14), (":nth-child(2 n)", "expected ')', found 'n'", 13),
            ("é *|", "expected a name, found the end", 5),
        ])
    func `What breaks the grammar has its place`(_ selector: String, _ message: String, _ offset: Int) {
        let error = #expect(throws: XML.DOM.SelectorError.self) { try XML.DOM.Selector(selector) }
        #expect(error?.code == .syntax)
        #expect(error?.message == message)
        #expect(error?.offset == offset)
    }

    @Test(
        arguments: [
            ("p::first-line", "'::first-line' is a pseudo-element, which is no element of a document", 1),
            ("p:before", "':before' is a pseudo-element, which is no element of a document", 1),
            ("a b:hover", "':hover' is not a pseudo-class that is known", 3),
            (":not", "':not' is not a pseudo-class that is known", 0),
            (":root()", "':root()' is not a pseudo-class that is known", 0),
            ("a *:first-of-type", "a place among those of its type needs a type: 'p:first-of-type'", 3),
            (".x:nth-of-type(2)", "a place among those of its type needs a type: 'p:first-of-type'", 2),
        ])
    func `What is not known, or has no XPath, has its place`(_ selector: String, _ message: String, _ offset: Int) {
        let error = #expect(throws: XML.DOM.SelectorError.self) { try XML.DOM.Selector(selector) }
        #expect(error?.code == .unsupported)
        #expect(error?.message == message)
        #expect(error?.offset == offset)
    }

    @Test func `Whatever is written, it is a selector, or has a fault with a place`() throws {
        let pieces = [
            "a", "|", "*", "é", "n", "-", "2", " ", ",", ">", "+", "~", ".", "#", ":", "::", "[", "]", "(", ")", "=",
            "^=", "'",
            "\"", "\\", "\\41 ", "\n", "\0", "/*", "*/", "!", ":not(", ":is(a", ":nth-child(", ":contains('\"", "x|",
        ]
        let document = try XML.DOM.Document(string: "<a xmlns:x='u'><x:b c='1'>2</x:b><n/></a>")
        var random = Noise(seed: 7)
        var count = 0
        for _ in 0..<5_000 {
            let length = Int.random(in: 1...9, using: &random)
            let text = (0..<length).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            do {
                _ = try XML.DOM.Selector(text, namespaces: ["x": "u"]).all(in: document)
                count += 1
            } catch let error as XML.DOM.SelectorError {
                #expect(error.code != .limitExceeded, "\(error)")
                #expect((0...text.utf8.count).contains(error.offset), "\(error)")
            }
        }
        #expect(count > 100)
    }

    @Test func `It shows the selector and the place`() {
        let error = #expect(throws: XML.DOM.SelectorError.self) { try XML.DOM.Selector("é > q|a") }
        #expect(error?.code == .unknownPrefix)
        #expect(error?.description == "no namespace was given for the prefix 'q'\né > q|a\n    ^")
        let number = #expect(throws: XML.DOM.SelectorError.self) { try XML.DOM.Selector(":nth-child(1234567890)") }
        #expect(number?.description == "a number of more than 9 digits\n:nth-child(1234567890)\n           ^")
        #expect(number?.code == .limitExceeded)
    }
}
