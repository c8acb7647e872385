#if Services
import ArgumentParser

/// How the bytes of a document are to be read.
package enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    /// One document (RFC 8259).
    case json
    /// One document a line.
    case ndjson
    /// One document (XML 1.0).
    case xml
    /// One document, mended where it is faulty.
    case html

    /// What the name of a file says about it; `nil` where it says nothing.
    package init?(path: String) {
        var name = path.lowercased()[...]
        if name.hasSuffix(".gz") { name = name.dropLast(3) }
        guard let dot = name.lastIndex(of: "."), let format = Self.suffixes[String(name[name.index(after: dot)...])]
        else { return nil }
        self = format
    }

    /// What the first bytes of a document say about it: HTML by its document type or its root, XML by `<`, in whatever
    /// encoding of Unicode.
    package init(firstBytes bytes: [UInt8]) {
        let text = Self.text(bytes)
        self =
            text.first != UInt8(ascii: "<")
            ? .json : Self.htmlBeginnings.contains { text.starts(with: $0) } ? .html : .xml
    }

    /// Whether more bytes may say something else.
    package static func isOpen(_ bytes: [UInt8]) -> Bool {
        let text = text(bytes)
        return htmlBeginnings.contains { text.count < $0.count && $0.starts(with: text) }
    }

    private static let htmlBeginnings = ["<!doctype html", "<html"].map { Array($0.utf8) }

    /// The text from its first character on that is neither a byte order mark nor white space, in lower case.
    private static func text(_ bytes: [UInt8]) -> [UInt8] {
        let marks: [UInt8] = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x20, 0x09, 0x0A, 0x0D]
        let text = bytes.filter { $0 != 0 }.drop { marks.contains($0) }.prefix(14)
        return text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    private static let suffixes: [String: DocumentFormat] = [
        "json": .json, "geojson": .json, "ndjson": .ndjson, "jsonl": .ndjson, "xml": .xml, "atom": .xml, "gpx": .xml,
        "htm": .html, "html": .html, "kml": .xml, "osm": .xml, "plist": .xml, "rdf": .xml, "rng": .xml, "rss": .xml,
        "svg": .xml, "wsdl": .xml,
        "xhtml": .xml, "xsd": .xml, "xsl": .xml, "xslt": .xml,
    ]
}
#endif
