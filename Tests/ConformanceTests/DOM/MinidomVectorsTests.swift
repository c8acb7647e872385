import SluiceCore
import SluiceDOM
import SluiceJSON
import SluiceTestSupport
import SluiceXML
import Testing

/// What Python's `xml.dom.minidom` made of a few hundred documents. Where we differ on purpose, the test says so.
@Suite struct `Vectors of Python's minidom` {
    static let isHere = Corpus.has("python-vectors")

    private func records(_ name: String) throws -> [VectorRecord] {
        try VectorRecord.all("python-vectors/minidom_\(name)")
    }

    // MARK: Trees

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `Trees have the same nodes, names and values`() throws {
        let records = try records("tree")
        for record in records {
            let document = try XML.DOM.Document(record.input.span)
            let expected = try #require(record["expected"])
            #expect(described(document) == described(expected), "\(record.name)")
        }
        #expect(records.count > 80)
    }

    private func described(_ node: XML.DOM.Node) -> String {
        var parts = ["\(node.nodeType.rawValue) \(node.nodeName)"]
        if let type = node as? XML.DOM.DocumentType { parts += [type.publicId ?? "-", type.systemId ?? "-"] }
        if let element = node as? XML.DOM.Element {
            parts += [element.namespaceURI ?? "-", element.localName ?? "-", element.prefix ?? "-"]
            // Python leaves out what the document type adds, but declarations of namespaces.
            element.attributes?.filter(\.specified).forEach {
                parts.append("\($0.name) \($0.namespaceURI ?? "-") \($0.value)")
            }
            parts[4...].sort()
        }
        if let value = node.nodeValue { parts.append(value) }
        return parts.joined(separator: "|") + "[" + node.childNodes.map { described($0) }.joined(separator: ",") + "]"
    }

    private func described(_ node: JSON) -> String {
        let type = node["type"]?.int ?? 0
        var parts = ["\(type) \(node["name"]?.string ?? "")"]
        if type == 10 { parts += [node["publicId"]?.string ?? "-", node["systemId"]?.string ?? "-"] }
        if type == 1 {
            parts += [node["ns"]?.string ?? "-", node["local"]?.string ?? "-", node["prefix"]?.string ?? "-"]
            node["attrs"]?.array?.forEach {
                parts.append("\($0[0]?.string ?? "") \($0[1]?.string ?? "-") \($0[2]?.string ?? "")")
            }
            parts[4...].sort()
        }
        if let value = node["value"]?.string { parts.append(value) }
        let children = node["children"]?.array?.map { described($0) } ?? []
        return parts.joined(separator: "|") + "[" + children.joined(separator: ",") + "]"
    }

    // MARK: Text

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What is written says what Python's text says`() throws {
        var compared = 0
        for record in try records("serialize") where record["options"]?["fn"]?.string == "toxml" {
            var options = XML.WriterOptions.verbatim
            if record["options"]?["encoding"]?.string == "us-ascii" { options.encoding = .usASCII }
            let document = try XML.DOM.Document(record.input.span)
            if record["options"]?["standalone"]?.bool == true { document.standalone = true }
            let text = try document.toxml(options: options)
            #expect(try canonical(text) == canonical(record.expected), "\(record.name)")
            compared += 1
        }
        #expect(compared > 300)
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What is written prettily says what Python's text says, and mixed content stays as it is`() throws {
        var (compared, mixed) = (0, 0)
        for record in try records("serialize") where record["options"]?["fn"]?.string == "toprettyxml" {
            let document = try XML.DOM.Document(record.input.span)
            let text = try document.toprettyxml(indent: record["options"]?["indent"]?.string ?? "\t")
            if hasMixedContent(document) {
                // Python puts white space into it, which is other text.
                #expect(
                    try canonical(text, isPretty: true) == canonical(record.input, isPretty: true), "\(record.name)")
                mixed += 1
            } else {
                let theirs = try canonical(record.expected, isPretty: true)
                #expect(try canonical(text, isPretty: true) == theirs, "\(record.name): \(text)")
                compared += 1
            }
        }
        #expect(compared > 200 && mixed > 30)
    }

    private func hasMixedContent(_ document: XML.DOM.Document) -> Bool {
        var isMixed = false
        document.forEachNode { view in
            guard let node = view.object as? XML.DOM.Element, node.firstElementChild != nil else { return }
            if node.childNodes.contains(where: { ($0 as? XML.DOM.Text)?.data.contains { !$0.isWhitespace } == true }) {
                isMixed = true
            }
        }
        return isMixed
    }

    private func canonical(_ text: String) throws -> String { try canonical(Array(text.utf8)) }
    private func canonical(_ text: String, isPretty: Bool) throws -> String {
        try canonical(Array(text.utf8), isPretty: isPretty)
    }

    private func canonical(_ bytes: [UInt8], isPretty: Bool = false) throws -> String {
        var options = XML.DOM.ParsingOptions()
        options.removesBlankText = isPretty
        let document = try XML.DOM.Document(bytes.span, options: options)
        return try document.canonicalize(XML.DOM.CanonicalForm(withComments: true))
    }

    // MARK: Questions

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `Elements are found by the same names`() throws {
        var compared = 0
        for record in try records("query") {
            let document = try XML.DOM.Document(record.input.span)
            let found: [String]
            let expected: [String]
            switch record["fn"]?.string {
            case "getElementsByTagName":
                found = document.getElementsByTagName(record["arg"]?.string ?? "").map(\.tagName)
                expected = record["expected"]?.array?.map { Self.tag(of: $0.string ?? "") } ?? []
            case "getElementsByTagNameNS":
                found = document.getElementsByTagNameNS("*", "*").map {
                    "\($0.namespaceURI ?? "-") \($0.localName ?? "")"
                }
                expected =
                    record["expected"]?.array?.map { "\($0[0]?.string ?? "-") \($0[1]?.string ?? "")" } ?? []
            default:
                document.normalize()
                found = [try canonical(document.toxml())]
                expected = [try canonical(record.expected)]
            }
            #expect(found == expected, "\(record.name)")
            compared += 1
        }
        #expect(compared > 600)
    }

    private static func tag(of text: String) -> String {
        String(text.dropFirst().prefix { !" />".contains($0) })
    }

    // MARK: Faults

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What Python refuses, we refuse`() throws {
        let records = try records("fail")
        for record in records {
            let name = Comment(rawValue: record.name)
            // expat takes white space in the URI of a namespace for its own.
            if record.name == "ns-uri-ws" {
                #expect(throws: Never.self, name) { try XML.DOM.Document(record.input.span) }
            } else {
                #expect(throws: ParseError.self, name) { try XML.DOM.Document(record.input.span) }
            }
        }
        #expect(records.count > 90)
    }
}
