#if Services
import ArgumentParser

/// How the bytes of a document are to be read.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    /// One document (RFC 8259).
    case json
    /// One document a line.
    case ndjson
    /// One document (XML 1.0).
    case xml

    /// What the name of a file says about it; `nil` where it says nothing.
    init?(path: String) {
        var name = path.lowercased()[...]
        if name.hasSuffix(".gz") { name = name.dropLast(3) }
        guard let dot = name.lastIndex(of: "."), let format = Self.suffixes[String(name[name.index(after: dot)...])]
        else { return nil }
        self = format
    }

    /// What the first bytes of a document say about it: XML begins with `<`, in whatever encoding of Unicode.
    init(firstBytes bytes: [UInt8]) {
        let isMark: (UInt8) -> Bool = { [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        self = bytes.first { !isMark($0) } == UInt8(ascii: "<") ? .xml : .json
    }

    private static let suffixes: [String: DocumentFormat] = [
        "json": .json, "geojson": .json, "ndjson": .ndjson, "jsonl": .ndjson, "xml": .xml, "atom": .xml, "gpx": .xml,
        "kml": .xml, "osm": .xml, "plist": .xml, "rdf": .xml, "rng": .xml, "rss": .xml, "svg": .xml, "wsdl": .xml,
        "xhtml": .xml, "xsd": .xml, "xsl": .xml, "xslt": .xml,
    ]
}
#endif
