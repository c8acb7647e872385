#if Services
import SluiceDOM
import SluiceXML

/// The namespace of names that have no prefix, which an XPath without prefixes never means.
enum DefaultNamespace {
    /// What may help where an expression has found nothing; `nil` where it has prefixes, or there is no such namespace.
    static func hint(to expression: String, in document: XML.DOM.Document) -> String? {
        var parts = expression
        while let axis = parts.firstRange(of: "::") { parts.removeSubrange(axis) }
        guard !parts.contains(":"), let uri = first(in: document) else { return nil }
        return """
            sluice: note: elements without a prefix are in the namespace '\(uri)' here, and an XPath without a prefix finds \
            none of them: --ns p=\(uri) and //p:NAME

            """
    }

    private static func first(in document: XML.DOM.Document) -> String? {
        let uri = "string(namespace-uri((//*[namespace-uri() and not(contains(name(), ':'))])[1]))"
        guard let found = try? XML.DOM.XPath(uri).string(in: document), !found.isEmpty else { return nil }
        return found
    }
}
#endif
