internal import CLibXML2

/// Whether a schema has types of which libxml2 looks into a document's tree: IDs, that are to be there once, references to
/// them, entities and notations.
final class Identities {
    private(set) var areFound = false

    private static let types: Set<Substring> = [
        "ID", "IDREF", "IDREFS", "ENTITY", "ENTITIES", "NOTATION",
    ]

    /// Looks at one document of the schema. A word that only looks like such a type does no harm but to take memory.
    func look(at tree: Tree) {
        var node: NodeRef? = tree.root
        while let current = node {
            var attribute = current.firstAttribute
            while let found = attribute {
                if isType(found.data) { areFound = true }
                attribute = found.next
            }
            node = current.following(under: tree.root)
        }
    }

    private func isType(_ value: String) -> Bool {
        value.split(whereSeparator: \.isWhitespace).contains { word in
            Self.types.contains(word.split(separator: ":").last ?? "")
        }
    }
}
