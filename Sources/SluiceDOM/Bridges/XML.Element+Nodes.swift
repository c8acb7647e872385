public import SluiceXML

extension XML.Element {
    /// The same element as a value: a copy of a node and all that is under it, as `ElementTree` reads it from a document.
    ///
    ///     let book = try XML.Element(node)
    ///
    /// CDATA sections become text; references to entities that were not read are left out. Without recursion; memory: about
    /// half the document's text, and each name once.
    /// - Parameter insertsComments: Whether comments become elements; otherwise they are left out.
    /// - Throws: `TreeBuilderError` for more than 4 GiB.
    public init(
        _ element: XML.DOM.Element, insertsComments: Bool = false, insertsProcessingInstructions: Bool = false
    ) throws {
        var builder = XML.TreeBuilder(
            insertsComments: insertsComments, insertsProcessingInstructions: insertsProcessingInstructions)
        try element.send(to: &builder, lexicalHandler: builder)
        self = try builder.close()
    }
}

extension XML.DOM.Document {
    /// The same element as a node of this document, in no tree: a copy of a value and all that is in it.
    ///
    ///     try document.documentElement?.appendChild(document.importElement(book))
    ///
    /// Namespaces are declared at the element itself, where that can be, with the prefixes of the document that the value
    /// was read from; attributes that have none get `ns0`, `ns1`, ... Its tail does not come along. Without recursion.
    /// - Throws: `invalidCharacter` where a name is not one of XML, `namespace` where its prefix does not go with its URI;
    ///   `notSupported` for a comment or a processing instruction.
    public func importElement(_ element: XML.Element) throws(XML.DOM.Exception) -> XML.DOM.Element {
        guard element.kind == .element else {
            throw XML.DOM.Exception(.notSupported, "\(element.tag) is no element")
        }
        var importer = ElementImporter(tree)
        return try importer.copy(element)
    }
}
