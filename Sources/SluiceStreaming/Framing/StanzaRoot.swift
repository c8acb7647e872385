public import SluiceXML

/// The root element of a stream of stanzas: its start tag, which comes before the first of them.
///
///     let root = StanzaRoot(
///         XML.QName("stream", uri: "http://etherx.jabber.org/streams", prefix: "stream"),
///         attributes: ["to": "example.org", "version": "1.0"], namespaces: ["": "jabber:client"])
public struct StanzaRoot: Sendable, Equatable {
    public var name: XML.QName
    /// Names in James Clark's notation, `{uri}local` or `local`, and values.
    public var attributes: XML.Element.Attributes
    /// The URI for each prefix that the start tag declares; the empty prefix is the default namespace.
    public var namespaces: [String: String]

    public init(_ name: XML.QName, attributes: XML.Element.Attributes = [:], namespaces: [String: String] = [:]) {
        self.name = name
        self.attributes = attributes
        self.namespaces = namespaces
    }
}

/// Reads a document up to its root's start tag, and nothing of what follows.
final class StanzaRootReader {
    private let options: XML.ParserOptions
    private var parser: XML.Parser<Watch>?

    init(options: XML.ParserOptions) { self.options = options }

    /// Bytes of memory that it has, at least; 0 as long as nothing has come.
    var heldBytes: Int { parser == nil ? 0 : 1024 }

    /// The root, if its start tag ends in these bytes. Faults are left to the parser of the stanzas.
    func feed(_ bytes: Span<UInt8>) -> StanzaRoot? {
        var parser = self.parser.take() ?? XML.Parser(handler: Watch(), options: options)
        try? parser.feed(bytes)
        let root = parser.handler.root
        self.parser = consume parser
        return root
    }

    private struct Watch: XML.ContentHandler {
        var root: StanzaRoot?
        private var namespaces: [String: String] = [:]
        private var locator: XML.Locator?

        mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }

        mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) {
            if root == nil { namespaces[String(prefix)] = String(uri) }
        }

        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            guard root == nil else { return }
            let pairs = attributes.indices.map { i in
                (XML.QName(attributes[i].name).description, String(attributes[i].value))
            }
            root = StanzaRoot(
                XML.QName(name), attributes: XML.Element.Attributes(pairs), namespaces: namespaces)
            locator?.stop()
        }
    }
}
