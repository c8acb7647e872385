import SluiceCore
import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Document of HTML` {
    private func html(_ text: String) throws -> String { try XML.DOM.Document(html: text).tohtml() }

    @Test func `What is left out is added`() throws {
        let page = try html("<title>T</title><p>One<p>Two &amp; <b>three")
        #expect(
            page.hasSuffix(
                "<html><head><title>T</title></head><body><p>One</p><p>Two &amp; <b>three</b></p></body></html>"))
        let empty = try html("")
        #expect(empty == "")
    }

    @Test func `Elements, attributes and IDs are found`() throws {
        let document = try XML.DOM.Document(html: "<DIV ID=a Class='x y'><BR><img src=p.png></DIV>")
        let div = try #require(document.getElementById("a"))
        #expect(div.nodeName == "div")
        #expect(div.getAttribute("class") == "x y")
        #expect(div.tohtml() == "<div id=\"a\" class=\"x y\"><br><img src=\"p.png\"></div>")
        #expect(document.isHTML)
        let count = try document.xpath("//img").count
        #expect(count == 1)
    }

    @Test func `Scripts stay as they are`() throws {
        let document = try XML.DOM.Document(html: "<body><script>if (a < b && c) {}</script><p>a &lt; b</p>")
        let script = try #require(document.getElementsByTagName("script").first)
        #expect(script.textContent == "if (a < b && c) {}")
        #expect(script.firstChild?.nodeType == .text)
        #expect(script.tohtml() == "<script>if (a < b && c) {}</script>")
        #expect(document.getElementsByTagName("p").first?.tohtml() == "<p>a &lt; b</p>")
    }

    @Test func `Encodings are known from the page or the caller`() throws {
        let page: [UInt8] = Array("<meta charset=iso-8859-1><p>".utf8) + [0xE9]
        #expect(try XML.DOM.Document(html: page.span).getElementsByTagName("p").first?.textContent == "é")
        var options = XML.DOM.HTMLOptions()
        options.encoding = "windows-1251"
        let russian: [UInt8] = Array("<p>".utf8) + [0xE9]
        let document = try XML.DOM.Document(html: russian.span, options: options)
        #expect(document.getElementsByTagName("p").first?.textContent == "й")
        options.encoding = "no-such"
        #expect(throws: ParseError.self) { try XML.DOM.Document(html: russian.span, options: options) }
        #expect(try XML.DOM.Document(html: "<p>é</p>").documentElement?.textContent == "é")
    }

    @Test func `Faults are told to who asks`() throws {
        final class Listener: XML.ErrorHandler {
            var told: [String] = []
            func error(_ error: ParseError) { told.append("\(error)") }
        }
        let listener = Listener()
        _ = try XML.DOM.Document(html: "<p>a</b>\n<nosuch>", name: "p.html", errorHandler: listener)
        #expect(
            listener.told == [
                "p.html:1:9: error: Unexpected end tag : b", "p.html:2:8: error: Tag nosuch invalid",
            ])
    }

    @Test func `A fragment is nodes of the document`() throws {
        let document = try XML.DOM.Document(html: "<p>x")
        let fragment = try document.createFragment(html: "text <b>bold</b><td>cell</td>")
        #expect(fragment.childNodes.count == 3)
        let body = try #require(document.getElementsByTagName("body").first)
        try body.appendChild(fragment)
        #expect(body.tohtml() == "<body><p>x</p>text <b>bold</b><td>cell</td></body>")
        let none = try document.createFragment(html: "")
        #expect(!none.hasChildNodes)
    }

    @Test func `Too deep a page is refused`() {
        let deep = String(repeating: "<div>", count: 2000)
        #expect(throws: ParseError.self) { try XML.DOM.Document(html: deep) }
    }

    @Test func `A document type is kept`() throws {
        let page = try html("<!DOCTYPE html><p>a</p>")
        #expect(page == "<!DOCTYPE html>\n<html><body><p>a</p></body></html>")
    }

    @Test func `White space where no text can be is left out when that is asked for`() throws {
        let text = "<html>\n <head>\n  <title>T</title>\n </head>\n <body>\n  <p>a <b>b</b> </p>\n </body>\n</html>"
        var options = XML.DOM.HTMLOptions()
        #expect(try XML.DOM.Document(html: text, options: options).tohtml().contains("<head>\n  <title>"))
        options.removesBlankText = true
        let page = try XML.DOM.Document(html: text, options: options).tohtml()
        #expect(page == "<html><head><title>T</title></head><body>\n  <p>a <b>b</b> </p>\n </body></html>")
    }
}
