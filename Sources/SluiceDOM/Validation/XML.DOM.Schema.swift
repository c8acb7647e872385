internal import SluiceCore
public import SluiceXML

extension XML.DOM {
    /// A schema, compiled once for any number of documents: RELAX NG, XML Schema 1.0, Schematron or a DTD, as libxml2 has them.
    ///
    ///     let schema = try XML.DOM.Schema(contentsOf: "books.rng")
    ///     for error in try schema.validate(document) { print(error) }
    ///
    /// The schema is read by the parser of ``XML/Parser``, with its limits. What it includes or imports is asked of the
    /// resolver, under the name `[schema]` and with the address that it has; without one nothing is opened. RELAX NG is that
    /// in XML, Schematron 1.5 and ISO's with XPath 1.0. Not Sendable: a schema is used by one thread at a time.
    public final class Schema {
        public let kind: Kind
        let engine: any SchemaEngine

        /// The languages that a schema is written in.
        public enum Kind: Sendable, Hashable, CaseIterable {
            case relaxNG, xsd, schematron, dtd
        }

        /// Reads a schema from a file.
        ///
        /// - Parameter kind: By default `.dtd` for `*.dtd`, and what its root element says for others.
        /// - Throws: ``SchemaError`` with all faults, `ParseError`, `IOFailure`, what the resolver throws.
        public convenience init(
            contentsOf path: String, kind: Kind? = nil, resolver: (any XML.EntityResolver)? = nil
        ) throws {
            if kind == .dtd || kind == nil && path.hasSuffix(".dtd") {
                var source = try FileSource(path)
                try self.init(dtd: XML.InputSource(source.rest(), systemID: path), resolver)
            } else {
                try self.init(Document(contentsOf: path), kind: kind, resolver: resolver)
            }
        }

        /// Reads a schema from a text.
        ///
        /// - Throws: As ``init(contentsOf:kind:resolver:)``.
        public convenience init(
            string: String, kind: Kind? = nil, name: String? = nil, resolver: (any XML.EntityResolver)? = nil
        ) throws {
            if kind == .dtd {
                try self.init(dtd: XML.InputSource(string, systemID: name), resolver)
            } else {
                try self.init(Document(string: string, name: name), kind: kind, resolver: resolver)
            }
        }

        /// Makes a schema of a document, which is copied.
        ///
        /// - Parameter kind: By default what the root element says.
        /// - Throws: ``SchemaError``; `notSupported` where it is a schema of no kind, or too deep.
        public init(_ document: Document, kind: Kind? = nil, resolver: (any XML.EntityResolver)? = nil) throws {
            guard let kind = kind ?? Kind(of: document), kind != .dtd else {
                throw Exception(.notSupported, "the document is no schema of RELAX NG, XML Schema or Schematron")
            }
            self.kind = kind
            switch kind {
            case .relaxNG: engine = try RelaxNGEngine(document.tree, resolver)
            case .schematron: engine = try SchematronEngine(document.tree, resolver)
            default: engine = try XSDEngine(document.tree, resolver)
            }
        }

        private init(dtd source: XML.InputSource, _ resolver: (any XML.EntityResolver)?) throws {
            kind = .dtd
            let subset = ExternalSubset(source, resolver)
            var options = ParsingOptions()
            options.parser.readsExternalParameterEntities = true
            let document = try Document(
                string: "<!DOCTYPE dtd SYSTEM \"dtd\"><dtd/>", options: options, name: source.systemID,
                entityResolver: subset)
            engine = try DTDEngine(document.tree.declarations, name: source.systemID)
        }

        /// All that is wrong with a document, in the order in which it was found; empty where it is valid.
        ///
        /// The document stays as it is, but for attributes of type ID, which ``Document/getElementById(_:)`` knows afterwards.
        /// - Throws: `notSupported` where the document is deeper than 1,024 elements.
        public func validate(_ document: Document) throws(Exception) -> [ValidationError] {
            try document.tree.checkDepth()
            return document.tree.validate(engine)
        }

        /// Whether nothing is wrong with a document.
        ///
        /// - Throws: As ``validate(_:)``.
        public func isValid(_ document: Document) throws(Exception) -> Bool { try validate(document).isEmpty }
    }
}

extension XML.DOM.Schema.Kind {
    fileprivate init?(of document: XML.DOM.Document) {
        switch document.documentElement?.namespaceURI {
        case "http://relaxng.org/ns/structure/1.0", "http://relaxng.org/ns/structure/0.9": self = .relaxNG
        case "http://www.w3.org/2001/XMLSchema": self = .xsd
        case "http://purl.oclc.org/dsdl/schematron", "http://www.ascc.net/xml/schematron": self = .schematron
        default: return nil
        }
    }
}

extension XML.DOM.Document {
    /// All that is wrong with the document by its own document type, where that was read when the document was parsed.
    ///
    /// What is outside the document was read if there was a resolver, and `readsExternalParameterEntities` was set.
    /// - Throws: `notSupported` where it is deeper than 1,024 elements; ``XML/DOM/SchemaError`` for a document type that
    ///   contradicts itself.
    public func validate() throws -> [XML.DOM.ValidationError] {
        try tree.checkDepth()
        guard let type = doctype else {
            return [tree.fault("the document has no document type", at: documentElement?.ref)]
        }
        let engine = try DTDEngine(tree.declarations, name: documentURI)
        var faults: [XML.DOM.ValidationError] = []
        if let root = documentElement, root.nodeName != type.name {
            faults.append(
                tree.fault("the document type asks for the root '\(type.name)', not '\(root.nodeName)'", at: root.ref))
        }
        return faults + tree.validate(engine)
    }
}

/// Gives a DTD as the external part of a document type, and the rest from where the user has it.
private final class ExternalSubset: XML.EntityResolver {
    private let source: XML.InputSource
    private let resolver: (any XML.EntityResolver)?

    init(_ source: XML.InputSource, _ resolver: (any XML.EntityResolver)?) {
        self.source = source
        self.resolver = resolver
    }

    func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
        if name == "[dtd]" { return source }
        return try resolver?.resolveEntity(name, publicID: publicID, systemID: systemID)
    }
}

extension FileSource {
    /// All that is left of it.
    fileprivate mutating func rest() throws(IOFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let before = bytes.count
            try bytes.append(addingCapacity: 64 << 10) { (room) throws(IOFailure) in try self.read(into: &room) }
            if bytes.count == before { return bytes }
        }
    }
}
