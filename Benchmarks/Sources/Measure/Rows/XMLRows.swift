import CFloors
import Foundation
import FoundationXML
import Sluice

/// XML: events, trees and their text.
struct XMLRows {
    let python: Python?

    private static let piece = 64 << 10
    private static let push = "libxml2 SAX2, 64 KiB pieces (C)"

    func events(_ document: Document) throws -> Contest {
        let expected = try libxml2(document)
        return Contest(
            work: .xmlEvents, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    var parser = XML.Parser(handler: Counter())
                    let span = document.bytes.span
                    var start = 0
                    while start < span.count {
                        let end = min(start + Self.piece, span.count)
                        try parser.feed(span.extracting(start..<end))
                        start = end
                    }
                    try check(parser.finish().totals.agrees(with: expected), "events differ")
                },
                Contestant(Self.push, .floor) { keep(try libxml2(document)) },
            ],
            goals: [.faster("Sluice", than: Self.push, by: 0.85)])
    }

    func strings(_ document: Document) throws -> Contest {
        let data = Data(document.bytes)
        return Contest(
            work: .xmlStrings, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    var taker = Taker()
                    try XML.parse(document.bytes.span, handler: &taker)
                    keep(taker.bytes)
                },
                Contestant("XMLParser(stream:)", .foundation) {
                    let parser = XMLParser(stream: InputStream(data: data))
                    let delegate = TakingDelegate()
                    parser.delegate = delegate
                    try check(parser.parse(), "XMLParser: \(document.name)")
                    keep(delegate.bytes)
                },
            ],
            goals: [.faster("Sluice", than: "XMLParser(stream:)", by: 2)])
    }

    func tree(_ document: Document) throws -> Contest {
        let data = Data(document.bytes)
        return Contest(
            work: .xmlTree, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) { keep(try XML.ElementTree(contentsOf: document.path)) },
                Contestant("xmlReadMemory and xmlFreeDoc (C)", .floor) {
                    try check(floor_libxml2_load(document.bytes, document.bytes.count), "libxml2: \(document.name)")
                },
                Contestant("XMLDocument", .foundation) { keep(try XMLDocument(data: data)) },
            ] + lxml("loads", document),
            goals: [
                .faster("Sluice", than: "xmlReadMemory and xmlFreeDoc (C)", by: 2.5),
                .faster("Sluice", than: "XMLDocument", by: 3),
                .faster("Sluice", than: "lxml.etree.fromstring", by: 3),
            ])
    }

    func write(_ document: Document) throws -> Contest {
        let tree = try XML.ElementTree(contentsOf: document.path)
        let theirs = Libxml2Document(document)
        return Contest(
            work: .xmlWrite, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) { keep(try tree.root.tobytes()) },
                Contestant("Sluice, parsed into XML.Writer", .sluice) {
                    var writer = XML.Writer(to: CountingSink())
                    try XML.parse(document.bytes.span, handler: &writer)
                    keep(try writer.finish().count)
                },
                Contestant("xmlDocDumpMemory (C)", .floor) { try theirs.dump() },
            ] + lxml("dumps", document),
            goals: [
                .faster("Sluice", than: "xmlDocDumpMemory (C)", by: 1),
                .faster("Sluice", than: "lxml.etree.tostring", by: 1),
            ])
    }

    private func lxml(_ work: String, _ document: Document) -> [Contestant] {
        python?.lxml(work, document) ?? []
    }

    private func libxml2(_ document: Document) throws -> floor_totals {
        var totals = floor_totals()
        let isValid = floor_libxml2_count(document.bytes, document.bytes.count, Self.piece, &totals)
        try check(isValid, "libxml2: \(document.name)")
        return totals
    }
}

/// Counts what the C callbacks count.
private struct Counter: XML.ContentHandler {
    var totals = floor_totals()

    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        totals.events += 1 + UInt64(attributes.count)
        for i in attributes.indices { totals.text_bytes += UInt64(attributes[i].value.count) }
    }
    mutating func endElement(_ name: XML.Name) { totals.events += 1 }
    mutating func characters(_ text: XML.Text) { totals.text_bytes += UInt64(text.count) }
}

/// Takes everything as Strings.
private struct Taker: XML.ContentHandler {
    var bytes = 0

    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        bytes += String(name.qualified).utf8.count
        for i in attributes.indices {
            bytes += String(attributes[i].name.qualified).utf8.count + String(attributes[i].value).utf8.count
        }
    }
    mutating func endElement(_ name: XML.Name) { bytes += String(name.qualified).utf8.count }
    mutating func characters(_ text: XML.Text) { bytes += String(text).utf8.count }
}

private final class TakingDelegate: NSObject, XMLParserDelegate {
    var bytes = 0

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        bytes += name.utf8.count
        for (name, value) in attributes { bytes += name.utf8.count + value.utf8.count }
    }
    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { bytes += name.utf8.count }
    func parser(_ parser: XMLParser, foundCharacters text: String) { bytes += text.utf8.count }
}

/// Counts what is written to it.
private struct CountingSink: ByteSink {
    var count = 0

    mutating func write(_ bytes: Span<UInt8>) { count += bytes.count }
}
