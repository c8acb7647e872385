import CFloors
import Foundation
import FoundationXML
import Sluice

/// XML.DOM: documents made and freed, walked, asked by XPath, and written.
struct DOMRows {
    let python: Python?

    /// What is evaluated, in turn, at the elements that a walk has kept. Each gives nodes, and none goes through the document
    /// for each element: what an evaluation costs counts, and not how large the document is.
    static let expressions = [
        "*[position() <= 5]/text()", "@*[. != '']", "ancestor::*[last()]", "following-sibling::*[1]",
        "descendant::*[not(*)][1]",
    ]
    static let evaluations = 1_000
    private static let withObjects = "Sluice, with an object for each node"

    func parse(_ document: Document) -> Contest {
        let floor = "xmlReadMemory and xmlFreeDoc (C)"
        return Contest(
            work: .domParse, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) { keep(try XML.DOM.Document(document.bytes.span)) },
                Contestant(floor, .floor) {
                    try check(floor_libxml2_load(document.bytes, document.bytes.count), "libxml2: \(document.name)")
                },
            ],
            goals: [.faster("Sluice", than: floor, by: 0.9)])
    }

    func xpath(_ document: Document) throws -> Contest {
        let floor = "xmlXPathCompiledEval (C)"
        let theirs = Libxml2Document(document)
        let stride = theirs.stride
        theirs.walk(stride)
        let expected = theirs.found()
        let ours = try SluiceDocument(document)
        ours.walk(stride)
        return Contest(
            work: .domXPath, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) { try check(try ours.found() == expected, "nodes differ") },
                Contestant(Self.withObjects, .sluice) {
                    try check(try ours.foundAsObjects() == expected, "nodes differ")
                },
                Contestant(floor, .floor) { try check(theirs.found() == expected, "nodes differ") },
            ],
            goals: [.faster("Sluice", than: floor, by: 0.9)])
    }

    func write(_ document: Document) throws -> Contest {
        let floor = "xmlDocDumpMemory (C)"
        let ours = try XML.DOM.Document(document.bytes.span)
        let theirs = Libxml2Document(document)
        return Contest(
            work: .domWrite, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    var sink = MemorySink()
                    try ours.writexml(to: &sink)
                    keep(sink.bytes.count)
                },
                Contestant(floor, .floor) { try theirs.dump() },
            ] + (python?.lxml("dumps", document) ?? []),
            goals: [.faster("Sluice", than: floor, by: 0.9)])
    }

    func all(_ document: Document) throws -> Contest {
        let floor = "the same calls of libxml2 (C)"
        let data = Data(document.bytes)
        let first = Libxml2Document(document)
        let stride = first.stride
        let expected = first.walk(stride)
        let found = first.found()
        let request: [String: Any] = [
            "expressions": Self.expressions, "evaluations": Self.evaluations, "stride": stride,
        ]
        return Contest(
            work: .domAll, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    let ours = try SluiceDocument(document)
                    try check(ours.walk(stride).agrees(with: expected), "walks differ")
                    try check(try ours.found() == found, "nodes differ")
                },
                Contestant(Self.withObjects, .sluice) {
                    let ours = try SluiceDocument(document)
                    try check(ours.walkByObjects(stride).agrees(with: expected), "walks differ")
                    try check(try ours.foundAsObjects() == found, "nodes differ")
                },
                Contestant(floor, .floor) {
                    let theirs = Libxml2Document(document)
                    try check(theirs.walk(stride).agrees(with: expected), "walks differ")
                    try check(theirs.found() == found, "nodes differ")
                },
                Contestant("XMLDocument", .foundation) {
                    let theirs = try FoundationDocument(data)
                    theirs.walk(stride)
                    keep(try theirs.found())
                },
            ] + (python?.lxml("dom", document, request) ?? []),
            goals: [
                .faster("Sluice", than: floor, by: 0.9), .faster("Sluice", than: "lxml.etree", by: 1.3),
                .faster("Sluice", than: "XMLDocument", by: 1.3),
            ])
    }
}

/// Our side.
private final class SluiceDocument {
    private let document: XML.DOM.Document
    private let expressions: [XML.DOM.XPath]
    private var elements: [XML.DOM.Node] = []

    init(_ document: Document) throws {
        self.document = try XML.DOM.Document(document.bytes.span)
        expressions = try DOMRows.expressions.map { try XML.DOM.XPath($0) }
    }

    /// Looks at every node and attribute, and keeps every `stride`th element.
    @discardableResult
    func walk(_ stride: Int) -> floor_totals {
        var totals = floor_totals()
        var seen = 0
        document.forEachNode { node in
            totals.events += 1
            totals.text_bytes += UInt64(node.data.count)
            guard node.nodeType == .element else { return }
            if seen % stride == 0, elements.count < DOMRows.evaluations { elements.append(node.object) }
            seen += 1
            node.forEachAttribute { attribute in
                totals.events += 1
                totals.text_bytes += UInt64(attribute.data.count)
            }
        }
        return totals
    }

    /// The same, with an object for each node and a String for each text.
    func walkByObjects(_ stride: Int) -> floor_totals {
        var totals = floor_totals()
        var seen = 0
        var next: XML.DOM.Node? = document
        while let node = next {
            totals.events += 1
            totals.text_bytes += UInt64(node.nodeValue?.utf8.count ?? 0)
            if node.nodeType == .element {
                if seen % stride == 0, elements.count < DOMRows.evaluations { elements.append(node) }
                seen += 1
                node.attributes?.forEach { attribute in
                    if attribute.namespaceURI == XML.DOM.Namespace.xmlns { return }
                    totals.events += 1
                    totals.text_bytes += UInt64(attribute.value.utf8.count)
                }
            }
            next = node.firstChild ?? following(node)
        }
        return totals
    }

    private func following(_ node: XML.DOM.Node) -> XML.DOM.Node? {
        var node: XML.DOM.Node? = node
        while let current = node {
            if let next = current.nextSibling { return next }
            node = current.parentNode
        }
        return nil
    }

    /// How many nodes the expressions find.
    func found() throws -> Int {
        var found = 0
        for i in 0..<DOMRows.evaluations {
            try expressions[i % expressions.count].forEachNode(in: elements[i % elements.count]) { _ in found += 1 }
        }
        return found
    }

    /// The same, with an object for each node.
    func foundAsObjects() throws -> Int {
        var found = 0
        for i in 0..<DOMRows.evaluations {
            found += try expressions[i % expressions.count].nodes(in: elements[i % elements.count]).count
        }
        return found
    }
}

/// The same in C.
final class Libxml2Document {
    private let tree: UnsafeMutableRawPointer?
    private let xpath: OpaquePointer?
    private var elements = [UnsafeMutableRawPointer?](repeating: nil, count: DOMRows.evaluations)
    private var count = 0

    init(_ document: Document) {
        tree = floor_libxml2_tree(document.bytes, document.bytes.count)
        let texts = DOMRows.expressions.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        xpath = floor_xpath_new(texts.map { UnsafePointer($0) }, texts.count)
    }

    deinit {
        floor_xpath_free(xpath)
        floor_libxml2_free(tree)
    }

    func dump() throws { try check(tree != nil && floor_libxml2_dump(tree) > 0, "xmlDocDumpMemory") }

    /// Every how manyth element is kept, so that those that are lie all over the document.
    var stride: Int {
        var totals = floor_totals()
        var all = [UnsafeMutableRawPointer?](repeating: nil, count: 10_000_000)
        return max(1, floor_libxml2_walk(tree, 1, &all, all.count, &totals) / DOMRows.evaluations)
    }

    @discardableResult
    func walk(_ stride: Int) -> floor_totals {
        var totals = floor_totals()
        count = floor_libxml2_walk(tree, stride, &elements, elements.count, &totals)
        return totals
    }

    func found() -> Int { floor_xpath_run(xpath, tree, elements, count, DOMRows.evaluations) }
}

/// The same by FoundationXML.
private final class FoundationDocument {
    private let document: XMLDocument
    private var elements: [XMLNode] = []
    private var seen = 0
    private var bytes = 0

    init(_ data: Data) throws { document = try XMLDocument(data: data) }

    func walk(_ stride: Int) { document.children?.forEach { walk($0, stride) } }

    private func walk(_ node: XMLNode, _ stride: Int) {
        guard let element = node as? XMLElement else {
            bytes += node.stringValue?.utf8.count ?? 0
            return
        }
        if seen % stride == 0, elements.count < DOMRows.evaluations { elements.append(element) }
        seen += 1
        element.attributes?.forEach { bytes += $0.stringValue?.utf8.count ?? 0 }
        element.children?.forEach { walk($0, stride) }
    }

    func found() throws -> Int {
        var found = 0
        for i in 0..<DOMRows.evaluations {
            let expression = DOMRows.expressions[i % DOMRows.expressions.count]
            found += try elements[i % elements.count].nodes(forXPath: expression).count
        }
        return found
    }
}
