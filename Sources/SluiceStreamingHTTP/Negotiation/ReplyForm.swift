#if Services
internal import SluiceStreaming

/// How records are written into an answer.
enum ReplyForm: Equatable {
    case ndjson
    case jsonSequence
    /// The records as the elements of one array.
    case jsonArray
    /// One record, which is all.
    case jsonDocument
    /// The records as the children of a root.
    case xml

    var contentType: String {
        switch self {
        case .ndjson: "application/x-ndjson"
        case .jsonSequence: "application/json-seq"
        case .jsonArray, .jsonDocument: "application/json"
        case .xml: "application/xml"
        }
    }

    /// Of those that are offered, the one that an `Accept` field likes best; of equals, the first. `nil` where it likes none.
    static func best(of offered: [ReplyForm], accept: String?) -> ReplyForm? {
        guard let accept else { return offered.first }
        let ranges = MediaRange.list(accept)
        if ranges.isEmpty { return offered.first }
        var best: (form: ReplyForm, quality: Double)?
        for form in offered {
            // The closest range counts, whatever the others say.
            let closest = ranges.compactMap { range in
                range.closeness(to: form.contentType).map { (closeness: $0, quality: range.quality) }
            }.max { $0.closeness < $1.closeness }
            let quality = closest?.quality ?? 0
            if quality > (best?.quality ?? 0) { best = (form, quality) }
        }
        return best?.form
    }

    /// What a download offers.
    static func forms(of content: DocumentFraming.Content) -> [ReplyForm] {
        content == .json ? [.ndjson, .jsonSequence, .jsonArray] : [.xml]
    }

    /// What the answer to an upload offers: first what is closest to the upload.
    static func forms(answering framing: DocumentFraming, content: DocumentFraming.Content) -> [ReplyForm] {
        guard content == .json else { return [.xml] }
        switch framing {
        case .wholeDocument: return [.jsonDocument, .ndjson, .jsonSequence]
        case .jsonSequence: return [.jsonSequence, .ndjson, .jsonArray]
        default: return [.ndjson, .jsonSequence, .jsonArray]
        }
    }
}

/// Puts records into an answer.
struct ReplyEncoder: ~Copyable {
    let form: ReplyForm
    private var encoder: DocumentEncoder
    private var isBegun = false

    /// - Throws: Where the root would be no XML.
    init(_ form: ReplyForm, root: StanzaRoot) throws {
        self.form = form
        switch form {
        // Its elements are written as lines.
        case .ndjson, .jsonArray: encoder = try DocumentEncoder(.ndjson)
        case .jsonSequence: encoder = try DocumentEncoder(.jsonSequence)
        case .jsonDocument: encoder = try DocumentEncoder(.wholeDocument(.json))
        case .xml: encoder = try DocumentEncoder(stanzasOf: root)
        }
    }

    mutating func encode(_ record: StreamRecord) throws -> [UInt8] { element(try encoder.encode(record)) }

    mutating func encode(text: String) throws -> [UInt8] { element(try encoder.encode(text: text)) }

    private mutating func element(_ bytes: [UInt8]) -> [UInt8] {
        defer { isBegun = true }
        guard form == .jsonArray else { return bytes }
        // Instead of the line's end, what stands before it: so each record is there with its last byte.
        return [UInt8(ascii: isBegun ? "," : "["), UInt8(ascii: "\n")] + bytes.dropLast()
    }

    mutating func finish() throws -> [UInt8] {
        switch form {
        case .jsonArray: Array((isBegun ? "\n]\n" : "[]\n").utf8)
        // Nothing is an answer, too.
        case .jsonDocument where !isBegun: []
        default: try encoder.finish()
        }
    }
}
#endif
