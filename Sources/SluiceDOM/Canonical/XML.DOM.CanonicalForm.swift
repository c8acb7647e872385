public import SluiceCore
public import SluiceXML

extension XML.DOM {
    /// Which of the W3C's canonical forms of XML a document is written in.
    public struct CanonicalForm: Sendable, Hashable {
        /// The recommendation.
        public enum Version: Sendable, Hashable, CaseIterable {
            /// Canonical XML 1.0.
            case inclusive10
            /// Canonical XML 1.1.
            case inclusive11
            /// Exclusive XML Canonicalization 1.0.
            case exclusive
        }

        public var version: Version
        public var withComments: Bool
        /// Of the exclusive form, the prefixes that are written as Canonical XML 1.0 does; `#default` is the one without.
        public var inclusivePrefixes: [String] = []

        public init(_ version: Version = .inclusive10, withComments: Bool = false) {
            self.version = version
            self.withComments = withComments
        }
    }
}

extension XML.DOM.Node {
    /// The document or element in canonical form.
    ///
    ///     let bytes = try document.canonicalize(XML.DOM.CanonicalForm(.exclusive))
    ///
    /// Of an element, the form is that of all under it, as part of its document. Declarations of namespaces that are missing
    /// are written as if they stood where the namespace is used.
    /// - Parameter subset: What gives the nodes that are written, with its own axes of attributes and namespaces:
    ///   `(//. | //@* | //namespace::*)[...]`; evaluated here.
    /// - Throws: `notSupported` for other nodes, what is deeper than 1,024 elements, and references to entities that
    ///   were not read; `namespace` where the declarations of an element contradict its names; what the expression throws.
    public final func canonicalize(
        _ form: XML.DOM.CanonicalForm = .init(), subset: XML.DOM.XPath? = nil,
        variables: [String: XML.DOM.XPath.Value] = [:]
    ) throws -> String {
        var bytes: [UInt8] = []
        try canonicalize(form, subset, variables) { piece in for i in piece.indices { bytes.append(piece[i]) } }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same to a sink, in pieces, as it is made.
    ///
    /// - Throws: As ``canonicalize(_:subset:variables:)``; `IOFailure` where the sink fails.
    public final func canonicalize(
        to sink: inout some ByteSink & ~Copyable, _ form: XML.DOM.CanonicalForm = .init(),
        subset: XML.DOM.XPath? = nil, variables: [String: XML.DOM.XPath.Value] = [:]
    ) throws {
        try canonicalize(form, subset, variables) { try sink.write($0) }
    }

    private func canonicalize(
        _ form: XML.DOM.CanonicalForm, _ subset: XML.DOM.XPath?, _ variables: [String: XML.DOM.XPath.Value],
        to emit: (Span<UInt8>) throws -> Void
    ) throws {
        guard ref.isElement || ref.isDocument else {
            throw XML.DOM.Exception(.notSupported, "\(self) has no canonical form")
        }
        if !isConnected {
            // Alone: as the only one of a document.
            let document = XML.DOM.Document()
            try document.appendChild(document.importNode(self, true))
            return try document.canonicalize(form, subset, variables, to: emit)
        }
        try tree.checkDepth()
        let visible: VisibleNodes? =
            if let subset {
                try subset.engine.visibleNodes(in: self, variables: variables)
            } else {
                ref.isDocument ? nil : VisibleNodes(under: ref)
            }
        try tree.canonicalize(form, visible, to: emit)
    }
}
