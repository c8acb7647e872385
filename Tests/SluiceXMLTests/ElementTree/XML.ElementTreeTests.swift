import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLElementTreeTests {
    /// The same document in every chunking: as the tree says, or the error.
    private func outcomes(_ text: String, options: XML.TreeOptions = XML.TreeOptions()) -> Set<String> {
        let bytes = Array(text.utf8)
        var outcomes: Set<String> = []
        // An empty read would be the end.
        for feeding in Feeding.all(for: bytes.count) where !feeding.pieces(of: bytes).contains([]) {
            var source = Chunks(bytes, feeding)
            outcomes.insert(outcome { try XML.ElementTree(from: &source, options: options) })
        }
        outcomes.insert(outcome { try XML.ElementTree(bytes, options: options) })
        outcomes.insert(outcome { try XML.ElementTree(string: text, options: options) })
        return outcomes
    }

    private func outcome(_ make: () throws -> XML.ElementTree) -> String {
        do {
            return lines(try make().root).joined(separator: "\n")
        } catch {
            return "\(error)".split(separator: "\n").first.map(String.init) ?? ""
        }
    }

    /// Everything that a tree knows of its elements.
    private func lines(_ root: XML.Element) -> [String] {
        root.iter().map { element in
            let attributes = element.items.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
            let (text, tail) = (element.text ?? "-", element.tail ?? "-")
            return "\(element.tag)[\(attributes)] \(element.sourceLine ?? 0) \(element.count) '\(text)' '\(tail)'"
        }
    }

    @Test func `Names, attributes, text, tails and lines are the document's`() {
        let text = """
            <?xml version="1.0"?>
            <!-- before --><a x='1' p:y='2 &lt; 3' xmlns='urn:a' xmlns:p='urn:p'>t&amp;u
              <b/>é<![CDATA[<>]]><!-- between --> &#65;
              <c  z=''
            >one<d>two</d>three</c>
            </a><?after all?>
            """
        #expect(
            outcomes(text) == [
                """
                {urn:a}a[x=1,{urn:p}y=2 < 3] 2 2 't&u
                  ' '-'
                {urn:a}b[] 3 0 '-' 'é<> A
                  '
                {urn:a}c[z=] 4 1 'one' '
                '
                {urn:a}d[] 5 0 'two' 'three'
                """
            ])
    }

    @Test func `Comments and processing instructions are kept where they are asked for`() {
        let text = "<!--0--><a>1<!-- 2 -->3<?go  on ?>4<b/><?stop?></a><!--5-->"
        #expect(outcomes(text) == ["a[] 1 1 '134' '-'\nb[] 1 0 '-' '-'"])
        let both = XML.TreeOptions(insertsComments: true, insertsProcessingInstructions: true)
        #expect(
            outcomes(text, options: both) == [
                """
                a[] 1 4 '1' '-'
                #comment[] 1 0 ' 2 ' '3'
                #pi[] 1 0 'go on ' '4'
                b[] 1 0 '-' '-'
                #pi[] 1 0 'stop' '-'
                """
            ])
    }

    @Test func `Long texts come in pieces and are one`() {
        for count in [1, 127, 128, 129, 8192] {
            let long = String(repeating: "x", count: count - 1) + "y"
            for text in ["<a>\(long)</a>", "<a>\(long)&amp;\(long)<!-- --><b/>\(long)&lt;\(long)</a>"] {
                #expect(outcomes(text).count == 1)
            }
            #expect((try? XML.Element(parsing: "<a>\(long)</a>"))?.text == long)
        }
    }

    @Test(arguments: [
        ("<a><b></a>", "1:7: error: expected '</b>' but found '</a>'"),
        ("<a>\n<b>\n</b>", "3:5: error: expected '</a>' but the document ends"),
        ("", "1:1: error: the document ends before its root element"),
        ("<a/><b/>", "1:5: error: expected the end of the document, which has one root element"),
    ])
    func `What is not well-formed is an error with its place`(text: String, error: String) {
        #expect(outcomes(text) == [error])
    }

    @Test func `A file is read`() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/a.xml"
        try XML.ElementTree(XML.Element("a", ["x": "1"], text: "é")).write(to: path)
        let tree = try XML.ElementTree(contentsOf: path)
        #expect(tree.root == XML.Element("a", ["x": "1"], text: "é"))
        #expect(throws: IOFailure.self) { try XML.ElementTree(contentsOf: folder.path + "/none.xml") }
    }

    @Test func `A hundred thousand levels are built, compared, hashed, copied, changed, written and freed`() throws {
        var options = XML.TreeOptions()
        options.parser.limits = .unlimited
        let depth = 100_000
        let text = String(repeating: "<a>", count: depth) + "x" + String(repeating: "</a>", count: depth)
        let tree = try XML.ElementTree(text.utf8.span, options: options)
        var copy = tree
        #expect(copy == tree)
        #expect(copy.hashValue == tree.hashValue)
        #expect(try copy.root.tostring() == text)
        copy.root[0].tail = "y"
        #expect(copy != tree)
        #expect(copy.iter("a").reduce(0) { count, _ in count + 1 } == depth)
        #expect(tree.root.joinedText == "x")

        var made = XML.Element("a", text: "x")
        for _ in 1..<depth { made = XML.Element("a", children: [made]) }
        #expect(made == tree.root)
        #expect(try made.tostring() == text)
        #expect(made.find(".//b") == nil)
        made = XML.Element("b")
    }
}
