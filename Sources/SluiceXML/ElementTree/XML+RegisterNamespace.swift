internal import Synchronization

/// The prefixes that namespaces get when a tree is written.
enum NamespaceRegistry {
    private static let prefixes = Mutex<[String: String]>([
        "http://www.w3.org/XML/1998/namespace": "xml",
        "http://www.w3.org/1999/xhtml": "html",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
        "http://schemas.xmlsoap.org/wsdl/": "wsdl",
        "http://www.w3.org/2001/XMLSchema": "xs",
        "http://www.w3.org/2001/XMLSchema-instance": "xsi",
        "http://purl.org/dc/elements/1.1/": "dc",
    ])

    static func prefix(of uri: String) -> String? { prefixes.withLock { $0[uri] } }
    static var all: [String: String] { prefixes.withLock { $0 } }

    static func register(_ prefix: String, _ uri: String) {
        prefixes.withLock { prefixes in
            prefixes = prefixes.filter { $0.value != prefix }
            prefixes[uri] = prefix
        }
    }
}

extension XML {
    /// Chooses the prefix that a namespace gets in every tree that is written from now on, in the whole process.
    ///
    /// A few well-known namespaces have theirs from the beginning: `xml`, `html`, `rdf`, `wsdl`, `xs`, `xsi`, `dc`.
    ///
    /// - Throws: ``TreeWritingError`` for `ns` with a number, which are given to namespaces without a prefix.
    public static func registerNamespace(_ prefix: String, _ uri: String) throws {
        if prefix.hasPrefix("ns"), prefix.count > 2, prefix.dropFirst(2).allSatisfy({ ("0"..."9").contains($0) }) {
            throw TreeWritingError("the prefix '\(prefix)' is reserved")
        }
        NamespaceRegistry.register(prefix, uri)
    }
}
