import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct XMLTreePullParserTests {
    private static let text = """
        <?before x?><a xmlns:p='urn:p' p:x='1'>
          <b>1<c xmlns='urn:c'/>
          </b>2<!-- 3 --><b>4</b>
          <?go on?>
        </a><!--after-->
        """

    /// The events of a text that is fed so, with the elements as XML, or the error.
    private func log(
        _ text: String, _ feeding: Feeding, events: Set<XML.TreeEvent> = Set(XML.TreeEvent.allCases),
        options: XML.TreeOptions = XML.TreeOptions(), each: (inout XML.TreePullParser) -> Void = { _ in }
    ) -> [String] {
        var log: [String] = []
        var parser = XML.TreePullParser(events: events, options: options)
        func drain() throws {
            while let event = try parser.next() {
                let what = try parser.element?.tostring() ?? parser.namespace.map { "\($0.prefix)=\($0.uri)" } ?? "-"
                log.append("\(event.rawValue) \(what)")
                each(&parser)
            }
        }
        do {
            for piece in feeding.pieces(of: Array(text.utf8)) {
                parser.feed(piece)
                try drain()
            }
            parser.close()
            try drain()
            try log.append("root \(parser.root?.tostring() ?? "-")")
        } catch {
            log.append("\(error)".split(separator: "\n").first.map(String.init) ?? "")
        }
        return log
    }

    private func logs(
        _ text: String, events: Set<XML.TreeEvent> = Set(XML.TreeEvent.allCases),
        options: XML.TreeOptions = XML.TreeOptions(), each: (inout XML.TreePullParser) -> Void = { _ in }
    ) -> Set<[String]> {
        Set(Feeding.all(for: text.utf8.count).map { log(text, $0, events: events, options: options, each: each) })
    }

    @Test func `Events come in document order, each with its element`() {
        let root = "<a xmlns:ns0=\"urn:p\" xmlns:ns1=\"urn:c\" ns0:x=\"1\">\n  <b>1<ns1:c />\n  </b>2<b>4</b>\n  \n</a>"
        #expect(
            logs(Self.text) == [
                [
                    "pi <?before x?>", "start-ns p=urn:p", "start <a xmlns:ns0=\"urn:p\" ns0:x=\"1\" />", "start <b />",
                    "start-ns =urn:c", "start <ns0:c xmlns:ns0=\"urn:c\" />", "end <ns0:c xmlns:ns0=\"urn:c\" />",
                    "end-ns -", "end <b xmlns:ns0=\"urn:c\">1<ns0:c />\n  </b>", "comment <!-- 3 -->", "start <b />",
                    "end <b>4</b>", "pi <?go on?>", "end \(root)", "end-ns -", "comment <!--after-->", "root \(root)",
                ]
            ])
    }

    @Test func `Only those come that were asked for`() {
        let log = logs(Self.text, events: [.comment])
        #expect(log.count == 1)
        #expect(log.first?.dropLast() == ["comment <!-- 3 -->", "comment <!--after-->"])
    }

    @Test func `Kept comments are in the tree, too`() {
        let options = XML.TreeOptions(insertsComments: true, insertsProcessingInstructions: true)
        let log = logs("<a><!--1-->t<?p q?></a>", events: [.comment, .processingInstruction], options: options)
        #expect(log == [["comment <!--1-->", "pi <?p q?>", "root <a><!--1-->t<?p q?></a>"]])
    }

    @Test func `Cleared elements stay by name`() {
        let text = "<a><b x='1'>1<c/>  </b>  <b>2<d>  </d></b>  <b>3</b>  </a>"
        let log = logs(text, events: [.end]) { parser in
            if (try? parser.element)??.tag == "b" { parser.clear() }
        }
        #expect(
            log == [
                [
                    "end <c />", "end <b x=\"1\">1<c />  </b>", "end <d>  </d>", "end <b>2<d>  </d></b>",
                    "end <b>3</b>",
                    "end <a><b />  <b />  <b />  </a>", "root <a><b />  <b />  <b />  </a>",
                ]
            ])
    }

    @Test(arguments: [
        ("<a><b/>&x;</a>", ["end <b />", "1:8: error: the entity 'x' is not declared"]),
        ("<a><b/>", ["end <b />", "1:8: error: expected '</a>' but the document ends"]),
        ("", ["1:1: error: the document ends before its root element"]),
    ])
    func `What precedes a fault is given`(text: String, expected: [String]) {
        #expect(logs(text, events: [.end]) == [expected])
    }

    @Test func `Before the end there is no root`() throws {
        var parser = XML.TreePullParser()
        parser.feed("<a>")
        let event = try parser.next()
        #expect(event == nil)
        let root = parser.root?.tag
        #expect(root == nil)
    }
}
