#if Services
internal import SluiceStreaming

extension DocumentFraming {
    /// How an upload of a type is framed, where the route expects this framing; `nil` where the route has no use for it.
    ///
    /// What says nothing (no type, or `application/octet-stream`) is taken as the route expects it. What an HTML form can
    /// send (`text/plain`, say) is not, so that no page of others can post to a route in its reader's name; what has no type
    /// is not taken of such pages either.
    func framing(ofType field: String?) -> DocumentFraming? {
        guard let field else { return self }
        guard let type = MediaRange(field) else { return nil }
        switch type.name {
        case "application/octet-stream": return self
        case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
            "application/jsonlines":
            return json(.ndjson, type)
        case "application/json-seq": return json(.jsonSequence, type)
        case "application/xml", "text/xml": return xml
        case "application/json", "text/json": return json(.wholeDocument(.json), type)
        default:
            if type.subtype.hasSuffix("+json-seq") { return json(.jsonSequence, type) }
            if type.subtype.hasSuffix("+json") { return json(.wholeDocument(.json), type) }
            return type.subtype.hasSuffix("+xml") ? xml : nil
        }
    }

    private func json(_ framing: DocumentFraming, _ type: MediaRange) -> DocumentFraming? {
        // It has no parameter (RFC 8259, section 11); many send it all the same, and where it says what is so, let them.
        guard ["utf-8", "utf8", "us-ascii"].contains((type.parameters["charset"] ?? "utf-8").lowercased()) else {
            return nil
        }
        return content == .xml ? nil : framing
    }

    /// Whether the root is the record or its children are is the route's affair.
    private var xml: DocumentFraming? {
        switch content {
        case .json: nil
        case .xml: self
        case nil: .wholeDocument(.xml)
        }
    }

    /// What `Accept-Post` says of a route that expects this.
    var acceptedTypes: String {
        let json = "application/x-ndjson, application/json-seq, application/json"
        return switch content {
        case .json: json
        case .xml: "application/xml"
        case nil: json + ", application/xml"
        }
    }
}
#endif
