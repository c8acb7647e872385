import SluiceCore
import SluiceDOM
import SluiceJSON
import SluiceTestSupport
import SluiceXML
import Testing

/// What libxml2 made of a few hundred documents and expressions of XPath.
@Suite struct `Vectors of libxml2` {
    static let isHere = Corpus.has("libxml2-vectors")

    // MARK: XPath

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `XPath gives the same nodes, strings, numbers and truths`() throws {
        let texts = try JSON.loads(Corpus.bytes("libxml2-vectors/libxml2_xpath_docs.json"))
        var compared = 0
        for record in try VectorRecord.all("libxml2-vectors/libxml2_xpath") {
            let document = try XML.DOM.Document(string: #require(texts[record["doc"]?.string ?? ""]?.string))
            var namespaces: [String: String] = [:]
            record["namespaces"]?.object?.forEach { namespaces[String($0.key)] = $0.value.string }
            let expression = try #require(record["xpath"]?.string)
            let found: String
            do {
                found = try described(
                    XML.DOM.XPath(expression, namespaces: namespaces).evaluate(in: #require(document.documentElement)))
            } catch let error as XML.DOM.XPathError {
                found = error.code.description
            }
            #expect(found == expected(of: record), "\(expression)")
            compared += 1
        }
        #expect(compared > 100)
    }

    private func described(_ value: XML.DOM.XPath.Value) -> String {
        switch value {
        case .bool(let bool): "\(bool)"
        case .number(let number): "\(number)"
        case .string(let string): string
        // lxml leaves the document out.
        case .nodes(let nodes):
            nodes.filter { !($0 is XML.DOM.Document) }.map { described($0).joined(separator: " ") }.joined(
                separator: "\n")
        }
    }

    /// A node as lxml names it: texts belong to the element that they are in or behind.
    private func described(_ node: XML.DOM.Node) -> [String] {
        switch node {
        case let attribute as XML.DOM.Attr:
            let uri = attribute.namespaceURI.map { "{\($0)}" } ?? ""
            return ["attribute", place(attribute.ownerElement), uri + (attribute.localName ?? ""), attribute.value]
        case let text as XML.DOM.Text:
            var before = text.previousSibling
            while before is XML.DOM.Text { before = before?.previousSibling }
            return [
                "text", place(before ?? text.parentNode), before == nil ? "text" : "tail", text.wholeText,
            ]
        case let element as XML.DOM.Element:
            let uri = element.namespaceURI.map { "{\($0)}" } ?? ""
            return ["node", place(element), uri + (element.localName ?? "")]
        case let instruction as XML.DOM.ProcessingInstruction: return ["node", place(instruction), "#pi"]
        default: return ["node", place(node), node.nodeName]
        }
    }

    /// Indices among the children that are no text.
    private func place(_ node: XML.DOM.Node?) -> String {
        var indices: [Int] = []
        var node = node
        while let current = node, !(current.parentNode is XML.DOM.Document), let parent = current.parentNode {
            indices.append(parent.childNodes.filter { !($0 is XML.DOM.Text) }.firstIndex { $0 === current } ?? -1)
            node = parent
        }
        return "/" + indices.reversed().map { "\($0)" }.joined(separator: "/")
    }

    private func expected(of record: VectorRecord) -> String {
        switch record["expected_error"]?["msg"]?.string {
        case "Undefined variable": return "unknownVariable"
        case "Undefined namespace prefix": return "unknownPrefix"
        case "Unregistered function": return "unknownFunction"
        case _?: return "syntax"
        case nil: break
        }
        guard let expected = record["expected"] else { return "" }
        if let bool = expected.bool { return "\(bool)" }
        if let text = expected.string { return text }
        let nodes = expected.array?.map { $0.array?.map { $0.string ?? "" } ?? [] } ?? []
        return nodes.map { $0.joined(separator: " ") }.joined(separator: "\n")
    }

    // MARK: Canonical forms

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `Canonical forms are the same`() throws {
        var compared = 0
        for record in try VectorRecord.all("libxml2-vectors/libxml2_c14n") {
            guard let expected = record["expected"]?.string else { continue }
            let form = XML.DOM.CanonicalForm(
                record["options"]?["exclusive"]?.bool == true ? .exclusive : .inclusive10,
                withComments: record["options"]?["with_comments"]?.bool == true)
            let document = try XML.DOM.Document(record.input.span)
            if record.name == "dt-ent-cr" {
                // A carriage return that an entity has by reference is no end of a line, which libxml2 takes it for.
                #expect(try document.canonicalize(form) == "<a>&#xD;</a>")
            } else {
                #expect(try document.canonicalize(form) == expected, "\(record.name)")
            }
            compared += 1
        }
        #expect(compared > 300)
    }

    // MARK: Text

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What is written says what libxml2's text says`() throws {
        var compared = 0
        for record in try VectorRecord.all("libxml2-vectors/libxml2_serialize") {
            var options = XML.WriterOptions.verbatim
            switch record["options"]?["save"]?.string {
            case "dump-ascii": options.encoding = .usASCII
            case "dump-latin1": options.encoding = .latin1
            case "dump": break
            default: continue
            }
            let name = Comment(rawValue: record.name)
            // libxml2 reads names that break the rules of namespaces, and half a character at the end.
            guard let document = try? XML.DOM.Document(record.input.span) else {
                #expect(record.name.hasPrefix("bad") || record.name == "utf16-odd", name)
                continue
            }
            var sink = MemorySink()
            do {
                try document.writexml(to: &sink, options: options)
            } catch let error as WriterError {
                // A name that the encoding lacks: libxml2 writes a reference, which no name may have.
                #expect("\(error)".hasSuffix("is not in \(options.encoding.rawValue), and no reference may stand here"))
                continue
            }
            #expect(try XML.DOM.Document(sink.bytes.span).isEqualNode(document), name)
            // libxml2 makes one CDATA section of two.
            var merging = XML.DOM.ParsingOptions()
            merging.mergesCDATA = true
            let again = try XML.DOM.Document(sink.bytes.span, options: merging)
            #expect(try again.isEqualNode(XML.DOM.Document(record.expected.span, options: merging)), name)
            compared += 1
        }
        #expect(compared > 250)
    }
}
