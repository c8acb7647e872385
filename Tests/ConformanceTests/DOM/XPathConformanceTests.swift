import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// libxml2's own tests of XPath: each expression and its result, in the words of libxml2's debug output.
@Suite struct `XPath of libxml2's tests` {
    private static let folder = "libxml2-2.9.14/test/XPath"
    static let isHere = Corpus.has(folder)

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `Expressions without a document give what libxml2 gives`() throws {
        var compared = 0
        for (name, path) in Corpus.files(in: "\(Self.folder)/expr") {
            compared += try compare(path, "expr/\(name)", at: XML.DOM.Document())
        }
        #expect(compared > 100)
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `Expressions on documents find what libxml2 finds`() throws {
        let documents = Corpus.files(in: "\(Self.folder)/docs")
        var compared = 0
        for (name, path) in Corpus.files(in: "\(Self.folder)/tests") {
            // Tests are named for their document, with a suffix.
            guard let (_, place) = documents.last(where: { name.hasPrefix($0.name) }) else { continue }
            let document = try XML.DOM.Document(contentsOf: place)
            compared += try compare(path, "tests/\(name)", at: #require(document.documentElement))
        }
        #expect(compared > 60)
    }

    /// Compares the result of each line of a file with that of libxml2; how many there are.
    private func compare(_ path: String, _ name: String, at node: XML.DOM.Node) throws -> Int {
        let expressions = try String(decoding: Corpus.bytes(path), as: UTF8.self)
            .split(separator: "\n").map { $0.filter { $0 != "\r" } }
        let text = try String(decoding: Corpus.bytes("libxml2-2.9.14/result/XPath/\(name)"), as: UTF8.self)
        let results = text.split(separator: "========================\n").filter { $0 != "\n" }
        #expect(results.count == expressions.count, "\(name)")
        for (expression, result) in zip(expressions, results) {
            let found = "Expression: \(expression)\n" + DebugOutput.result(of: expression, at: node)
            #expect(found.trimmed == Self.asHere(String(result)).trimmed, "\(name): \(expression)")
        }
        return results.count
    }

    /// The namespace `xml`, which no element declares, is no node of a tree, and not among the results here.
    private static func asHere(_ result: String) -> String {
        let xml = "1  namespace xml href=http://www.w3.org/XML/1998/namespace\n"
        guard result.contains(xml) else { return result }
        return result.replacing(xml, with: "").replacing("contains 3", with: "contains 2")
            .replacing("2  namespace", with: "1  namespace").replacing("3  namespace", with: "2  namespace")
    }
}

extension String {
    fileprivate var trimmed: String { String(reversed().drop { $0.isWhitespace }.reversed()) }
}

/// Results as `xmlXPathDebugDumpObject` prints them.
enum DebugOutput {
    static func result(of expression: String, at node: XML.DOM.Node) -> String {
        do {
            switch try XML.DOM.XPath(expression).evaluate(in: node) {
            case .bool(let bool): return "Object is a Boolean : \(bool)\n"
            case .number(let number): return "Object is a number : \(text(number))\n"
            case .string(let string): return "Object is a string : \(shortened(string))\n"
            case .nodes(let nodes):
                let lines = nodes.enumerated().map { "\($0 + 1)  \(dump($1, 1).dropFirst(2))" }
                return "Object is a Node Set :\nSet contains \(nodes.count) nodes:\n" + lines.joined()
            }
        } catch {
            return "Object is empty (NULL)\n"
        }
    }

    private static func dump(_ node: XML.DOM.Node, _ depth: Int) -> String {
        let indent = String(repeating: "  ", count: depth)
        let content = "\(indent)  content=\(shortened(node.nodeValue ?? ""))\n"
        switch node.nodeType {
        case .document: return "   /\n"
        case .text: return "\(indent)TEXT\n" + content
        case .cdataSection: return "\(indent)CDATA_SECTION\n" + content
        case .comment: return "\(indent)COMMENT\n" + content
        case .processingInstruction: return "\(indent)PI \(node.nodeName)\n" + content
        case .attribute where node.namespaceURI == XML.DOM.Namespace.xmlns:
            let name = node.prefix == nil ? "default namespace" : "namespace \(node.localName ?? "")"
            return "\(indent)\(name) href=\(node.nodeValue ?? "")\n"
        case .attribute:
            return "\(indent)ATTRIBUTE \(node.localName ?? "")\n"
                + node.childNodes.map { dump($0, depth + 1) }.joined()
        case .element:
            return "\(indent)ELEMENT \(node.nodeName)\n"
                + (node.attributes.map { $0.map { dump($0, depth + 1) } } ?? []).joined()
        default: return "\(indent)\(node.nodeName)\n"
        }
    }

    /// As C's `%0g`, for numbers of few digits.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == 0 { return "0" }
        if number == number.rounded(), abs(number) < 1e6 { return "\(Int(number))" }
        // Six digits of it, as C's %g.
        let parts = "\(number)".split(separator: "e")
        guard parts.count == 2, let mantissa = Double(parts[0]), mantissa != mantissa.rounded() else {
            return "\(number)"
        }
        return "\((mantissa * 1e5).rounded() / 1e5)e\(parts[1])"
    }

    private static func shortened(_ text: String) -> String {
        var shown = ""
        for (i, byte) in text.utf8.enumerated() {
            if i == 40 { return shown + "..." }
            switch byte {
            case 0x09, 0x0A, 0x0D, 0x20: shown += " "
            case 0x80...: shown += "#" + String(byte, radix: 16, uppercase: true)
            default: shown.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return shown
    }
}
