import SluiceDOM
import SluiceXML
import Testing

@Suite struct `XML.DOM.Selector` {
    private static let page = """
        <!DOCTYPE html><html lang="en"><head><title>T</title></head><body>
        <div id="top" class="box  first"><p id="p1" class="a">One</p><p id="p2" class="a b" title="x y">Two <b id="b1">bold</b></p>
        <span id="s1" data-k="it's"></span><p id="p3" lang="de-AT">Three</p></div>
        <ul id="list"><li id="l1">1</li><li id="l2">2</li><li id="l3">3</li><li id="l4">4</li><li id="l5">5</li></ul>
        <form><fieldset id="f" disabled><legend><input id="i1" type="Checkbox" checked></legend><input id="i2"><select id="sel" disabled>
        <option id="o1" selected>1</option><option id="o2">2</option></select></fieldset><button id="go">Go</button></form>
        <div id="end"><div id="in"><p id="p4">Four</p></div></div></body></html>
        """
    private let document: XML.DOM.Document

    init() throws { document = try XML.DOM.Document(html: Self.page) }

    private func ids(_ selector: String) throws -> String {
        try document.querySelectorAll(selector).map { $0.id.isEmpty ? $0.nodeName : $0.id }.joined(separator: " ")
    }

    @Test(
        arguments: [
            ("p", "p1 p2 p3 p4"), ("P", "p1 p2 p3 p4"), ("title, b", "title b1"), ("b, title, b", "title b1"),
            ("#p2", "p2"), (".a", "p1 p2"), (".a.b", "p2"), ("p.box", ""), (".first", "top"), ("div.box", "top"),
            ("[title]", "p2"), ("[TITLE]", "p2"), ("[title='x y']", "p2"), ("[title=\"x\"]", ""), ("[title~=y]", "p2"),
            ("[title~='x y']", ""), ("[title^=x]", "p2"), ("[title$=' y']", "p2"), ("[title$='zzzzz y']", ""),
            ("[title*=' ']", "p2"), ("[title*='']", ""), ("p[title!='x y']", "p1 p3 p4"), ("[lang|=de]", "p3"),
            ("[lang|=de-AT]", "p3"), ("[lang|=d]", ""), ("[data-k=\"it's\"]", "s1"), ("[data-k='it\\'s']", "s1"),
            ("div p", "p1 p2 p3 p4"), ("body > div > p", "p1 p2 p3"), ("div div p", "p4"), ("html div > div > p", "p4"),
            ("p + p", "p2"), ("p ~ p", "p2 p3"), ("p+span~p", "p3"), ("p ~ span + p", "p3"), ("#top ~ div p", "p4"),
            ("* > b", "b1"), ("body * b", "b1"), ("p/* a comment */.a", "p1 p2"), ("  p.b  ", "p2"),
        ])
    func `Names, attributes and combinators`(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector) == expected)
    }

    @Test(
        arguments: [
            ("p:first-child", "p1 p4"), ("p:last-child", "p3 p4"), ("p:only-child", "p4"), ("b:only-child", "b1"),
            ("p:first-of-type", "p1 p4"), ("p:last-of-type", "p3 p4"), ("span:only-of-type", "s1"),
            ("p:only-of-type", "p4"), ("li:nth-child(odd)", "l1 l3 l5"), ("li:nth-child(even)", "l2 l4"),
            ("li:nth-child(3)", "l3"), ("li:nth-child(1)", "l1"), ("li:nth-child(0)", ""), ("li:nth-child(-1)", ""),
            ("li:nth-child(2n)", "l2 l4"), ("li:nth-child( 2N + 1 )", "l1 l3 l5"), ("li:nth-child(3n-1)", "l2 l5"),
            ("li:nth-child(n)", "l1 l2 l3 l4 l5"), ("li:nth-child(n+4)", "l4 l5"), ("li:nth-child(-n+2)", "l1 l2"),
            ("li:nth-child(-2n+4)", "l2 l4"), ("li:nth-child(-n)", ""), ("li:nth-child(0n+2)", "l2"),
            ("li:nth-child(+2)", "l2"), ("li:nth-child(n+2):nth-child(-n+3)", "l2 l3"),
            ("li:nth-last-child(2)", "l4"), ("p:nth-of-type(3)", "p3"), ("p:nth-child(3)", ""),
            ("p:nth-last-of-type(2n+1)", "p1 p3 p4"), (":root", "html"), ("span:empty", "s1"), ("li:empty", ""),
            ("p:not(.a)", "p3 p4"), ("p:not(.a, #p4)", "p3"), ("p:not(div div p)", "p1 p2 p3"),
            ("p:not(:not(.b))", "p2"), (":is(ul, ol) > :is(:first-child, :last-child)", "l1 l5"),
            (":where(#l2)", "l2"), ("p:contains('Tw')", "p2"), ("p:contains(\"bold\")", "p2"),
            ("p:lang(de)", "p3"), ("p:lang(EN)", "p1 p2 p4"), (":checked", "i1 o1"),
            (":disabled", "f i2 sel"), (":enabled", "i1 o1 o2 go"), (":scope > body > form button", "go"),
            ("P:FIRST-CHILD", "p1 p4"),
        ])
    func `Pseudo-classes`(_ selector: String, _ expected: String) throws {
        #expect(try ids(selector) == expected)
    }

    @Test func `Every place of every step is that of counting`() throws {
        let items = try document.querySelectorAll("li")
        for step in -3...3 {
            for offset in -4...7 {
                let expected = items.indices.filter { i in
                    (0...20).contains { step * $0 + offset == i + 1 }
                }.map { items[$0].id }
                let place = "\(step)n\(offset < 0 ? "" : "+")\(offset)"
                #expect(try ids("li:nth-child(\(place))") == expected.joined(separator: " "), "\(place)")
                let backwards = try ids("li:nth-last-of-type(\(place))").split(separator: " ").count
                #expect(backwards == expected.count, "\(place)")
            }
        }
    }

    @Test func `Escapes in names`() throws {
        let text = "<r><a id='1.x'/><b class='a:b'/><c id='é'/><d id='-1'/><e.f/><g q:h='' xmlns:q='u'/></r>"
        let document = try XML.DOM.Document(string: text)
        func name(_ selector: String) throws -> String? { try document.querySelector(selector)?.nodeName }
        #expect(try name("#\\31 .x") == nil)
        #expect(try name("#\\31 \\.x") == "a")
        #expect(try name("#\\000031\\2e x") == "a")
        #expect(try name(".a\\:b") == "b")
        #expect(try name("#é") == "c")
        #expect(try name("#\\E9") == "c")
        #expect(try name("#-\\31") == "d")
        #expect(try name("e\\.f") == "e.f")
        #expect(try name("[*|h]") == "g")
        #expect(try name("[h]") == nil)
        #expect(try name("#\\0") == nil)
    }

    @Test func `Namespaces`() throws {
        let text = "<a xmlns='urn:a' xmlns:b='urn:b'><b:c b:d='1'/><c d='1'/><e xmlns='' d='1'/></a>"
        let document = try XML.DOM.Document(string: text)
        let names = ["x": "urn:a", "y": "urn:b"]
        func found(_ selector: String, _ names: [String: String]) throws -> [String] {
            try document.querySelectorAll(selector, namespaces: names).map(\.nodeName)
        }
        #expect(try found("c", names) == ["b:c", "c"])
        #expect(try found("y|c", names) == ["b:c"])
        #expect(try found("x|*", names) == ["a", "c"])
        #expect(try found("*|c", names) == ["b:c", "c"])
        #expect(try found("|e, |c", names) == ["e"])
        #expect(try found("|*", names) == ["e"])
        #expect(try found("[y|d='1']", names) == ["b:c"])
        #expect(try found("[d]", names) == ["c", "e"])
        #expect(try found("[|d|='1']", names) == ["c", "e"])
        #expect(try found("[*|d]", names) == ["b:c", "c", "e"])
        #expect(try found("c", ["": "urn:a"]) == ["c"])
        #expect(try found("*", ["": "urn:b"]) == ["b:c"])
        #expect(try found("[d]", ["": "urn:a"]) == ["c"])
        #expect(try found("C", names) == [])
        #expect(try found("c:first-of-type", names) == ["b:c"])
    }

    @Test func `An element is looked for under a node, and what is around it anywhere`() throws {
        let top = try #require(try document.querySelector("#top"))
        #expect(try top.querySelectorAll("body p").map(\.id) == ["p1", "p2", "p3"])
        #expect(try top.querySelectorAll("div").isEmpty)
        #expect(try top.querySelectorAll(":scope > p + p").map(\.id) == ["p2"])
        #expect(try top.querySelector("b, span")?.id == "b1")
        let fragment = document.createDocumentFragment()
        try fragment.appendChild(top)
        #expect(try fragment.querySelectorAll("div > p:first-child").map(\.id) == ["p1"])
        #expect(try fragment.querySelector(":root") == nil)
        #expect(try document.querySelector("#top") == nil)
    }

    @Test func `An element matches, and the closest that does is found`() throws {
        let bold = try #require(try document.querySelector("#b1"))
        #expect(try bold.matches("p > b"))
        #expect(try bold.matches("div > b") == false)
        #expect(try bold.matches(":scope"))
        #expect(try bold.closest("p")?.id == "p2")
        #expect(try bold.closest("b")?.id == "b1")
        #expect(try bold.closest("div > *")?.id == "p2")
        #expect(try bold.closest("ul") == nil)
        #expect(try bold.closest("p > :scope") === bold)
        let alone = try document.createElement("p")
        #expect(try alone.matches("p:first-child:last-child"))
        #expect(try alone.matches(":root") == false)
    }

    @Test func `A selector is one expression of XPath, for any number of documents`() throws {
        let selector = try XML.DOM.Selector("b|ul > li.x:nth-child(2n), #a + *", namespaces: ["b": "urn:b"])
        #expect(
            selector.xpath == "descendant::*[self::*[local-name() = 'li']"
                + "[@class and contains(concat(' ', normalize-space(@class), ' '), ' x ')]"
                + "[count(preceding-sibling::*) mod 2 = 1][parent::b:ul]"
                + " or self::*[preceding-sibling::*[1]/self::*[@id = 'a']]]")
        #expect(selector.text == "b|ul > li.x:nth-child(2n), #a + *")
        for text in [
            "<r><x id='a'/><y/></r>",
            "<b:ul xmlns:b='urn:b'><li/><y class='x'/><li class='z x'/><li class='x'/></b:ul>",
        ] {
            #expect(try selector.all(in: XML.DOM.Document(string: text)).count == 1)
        }
        let nested = try XML.DOM.Selector("a b > c ~ d e")
        #expect(
            nested.xpath == "descendant::*[local-name() = 'e'][ancestor::*[local-name() = 'd']"
                + "/preceding-sibling::*[local-name() = 'c'][1]/parent::*[local-name() = 'b']"
                + "/ancestor::*[local-name() = 'a'][1]]")
    }

    @Test func `What matters more than the nearest is looked for farther off`() throws {
        let text = "<r><a><x/><b><c/><b><c><d id='1'/></c></b></b></a><b><c><d id='2'/></c></b></r>"
        let document = try XML.DOM.Document(string: text)
        #expect(try document.querySelectorAll("a > b d").map(\.id) == ["1"])
        #expect(try document.querySelectorAll("x + b d").map(\.id) == ["1"])
        #expect(try document.querySelectorAll("x ~ b d").map(\.id) == ["1"])
        #expect(try document.querySelectorAll("a b b d").map(\.id) == ["1"])
        #expect(try document.querySelectorAll("a ~ b d").map(\.id) == ["2"])
        let row = try XML.DOM.Document(string: "<r><x/><y/><z/><y/><w/></r>")
        #expect(try row.querySelectorAll("x + y ~ w").count == 1)
        #expect(try row.querySelectorAll("z + y ~ w, x ~ y ~ y + w").count == 1)
    }

    @Test func `A deep document and many combinators take linear time`() throws {
        let deep = String(repeating: "<a>", count: 1000) + String(repeating: "</a>", count: 1000)
        let document = try XML.DOM.Document(string: deep)
        let selector = Array(repeating: "a", count: 20).joined(separator: " ")
        #expect(try document.querySelectorAll(selector).count == 981)
    }

    @Test func `What is too large or too deep is refused`() throws {
        let nested = String(repeating: ":not(", count: 33) + "a" + String(repeating: ")", count: 33)
        let error = #expect(throws: XML.DOM.SelectorError.self) { try XML.DOM.Selector(nested) }
        #expect(error?.code == .limitExceeded)
        #expect(error?.message == "more than 32 brackets within one another")
        #expect(try XML.DOM.Selector(String(nested.dropFirst(5).dropLast())).text.isEmpty == false)
        #expect(throws: XML.DOM.SelectorError.self) {
            try XML.DOM.Selector(String(repeating: ":not(", count: 1_000_000))
        }
        let long = try XML.DOM.Selector(String(repeating: "a ", count: 20_000))
        let refusal = #expect(throws: XML.DOM.XPathError.self) { try long.matches(document.createElement("a")) }
        #expect(refusal?.code == .limitExceeded)
    }
}
