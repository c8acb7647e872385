// Python's xml.sax.saxutils: text into markup and back, a String at a time. A writer does it by itself.
extension XML {
    /// Text as it may stand in an element: `&`, `<` and `>` become references.
    ///
    ///     XML.escape("Salt & Pepper")                          // Salt &amp; Pepper
    ///     XML.escape("café", entities: ["é": "&eacute;"])      // caf&eacute;
    ///
    /// - Parameter entities: What else is replaced, and by what, one after the other.
    public static func escape(_ text: String, entities: KeyValuePairs<String, String> = [:]) -> String {
        var result = replacing("&", by: "&amp;", in: text)
        result = replacing(">", by: "&gt;", in: result)
        result = replacing("<", by: "&lt;", in: result)
        return replacing(entities, in: result)
    }

    /// The text that ``escape(_:entities:)`` made the markup from: `&lt;`, `&gt;` and `&amp;` become characters. Other
    /// references stay.
    /// - Parameter entities: What else is replaced, and by what, before `&amp;` is.
    public static func unescape(_ markup: String, entities: KeyValuePairs<String, String> = [:]) -> String {
        var result = replacing("&lt;", by: "<", in: markup)
        result = replacing("&gt;", by: ">", in: result)
        result = replacing(entities, in: result)
        return replacing("&amp;", by: "&", in: result)
    }

    /// Text as an attribute's value, with its quotes: apostrophes where it has quotation marks only. Line ends and tabs
    /// become references, that they may survive.
    ///
    ///     "<a title=\(XML.quoteattr(title))>"
    ///
    /// - Parameter entities: What else is replaced, and by what, one after the other.
    public static func quoteattr(_ value: String, entities: KeyValuePairs<String, String> = [:]) -> String {
        var result = escape(value, entities: entities)
        result = replacing(["\n": "&#10;", "\r": "&#13;", "\t": "&#9;"], in: result)
        guard result.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(result)\"" }
        guard result.utf8.contains(UInt8(ascii: "'")) else { return "'\(result)'" }
        return "\"\(replacing("\"", by: "&quot;", in: result))\""
    }

    private static func replacing(_ pairs: KeyValuePairs<String, String>, in text: String) -> String {
        pairs.reduce(text) { replacing($1.key, by: $1.value, in: $0) }
    }

    /// By bytes: `\r\n` is two characters of a document, though one of a String.
    private static func replacing(_ word: String, by other: String, in text: String) -> String {
        let word = Array(word.utf8)
        guard let first = word.first, text.utf8.contains(first) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        var i = 0
        while i < bytes.count {
            if bytes[i] == first, bytes[i...].starts(with: word) {
                result += other.utf8
                i += word.count
            } else {
                result.append(bytes[i])
                i += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
