internal import SluiceXML

/// A name that was given with its namespace, checked as DOM Level 3 asks.
struct QualifiedName {
    let prefix: String?
    let local: String
    /// `nil` for none.
    let uri: String?

    /// - Throws: `invalidCharacter` where it is not a name of XML, `namespace` where it has no local part, or a prefix and no
    ///   URI, or one of `xml` and `xmlns` with a URI that is not theirs.
    init(_ name: String, uri: String?) throws(XML.DOM.Exception) {
        let uri = uri?.isEmpty == true ? nil : uri
        try NameCheck.checkName(name)
        guard NameCheck.isQualified(name) else {
            throw XML.DOM.Exception(.namespace, "'\(name)' is not a qualified name")
        }
        let parts = name.split(separator: ":", maxSplits: 1)
        prefix = parts.count == 2 ? String(parts[0]) : nil
        local = String(parts[parts.count - 1])
        self.uri = uri
        if prefix != nil, uri == nil { throw XML.DOM.Exception(.namespace, "'\(name)' has a prefix and no namespace") }
        if prefix == "xml", uri != XML.DOM.Namespace.xml {
            throw XML.DOM.Exception(.namespace, "the prefix 'xml' is that of \(XML.DOM.Namespace.xml)")
        }
        if (name == "xmlns" || prefix == "xmlns") != (uri == XML.DOM.Namespace.xmlns) {
            throw XML.DOM.Exception(.namespace, "'xmlns' goes with \(XML.DOM.Namespace.xmlns), and with nothing else")
        }
    }
}
