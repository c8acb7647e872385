public import SluiceXML

extension XML.DOM.Node {
    /// Hands the node and all that is under it to a content handler, as a parser hands over a document.
    ///
    ///     var generator = XML.Generator(to: MemorySink())
    ///     try document.send(to: &generator)
    ///
    /// In document order, without recursion; names and texts are borrowed from the tree, which must not be changed meanwhile.
    /// A document comes with `startDocument` and `endDocument`, of a fragment come its children. Namespaces that are not
    /// declared above are declared where they are met. Texts that stand side by side come one by one. The handler's locator
    /// knows no places, but how to stop. What the document type declares does not come.
    /// - Parameter lexicalHandler: Hears of comments, of where CDATA sections begin and end, and of the document type's name.
    /// - Throws: What a handler throws; `notSupported` for an attribute and what the document type declares.
    public final func send(
        to handler: inout some XML.ContentHandler & ~Copyable, lexicalHandler: (any XML.LexicalHandler)? = nil
    ) throws {
        guard !(self is XML.DOM.Attr), !(self is XML.DOM.Entity) else {
            throw XML.DOM.Exception(.notSupported, "\(self) alone is no event")
        }
        try EventSender(tree, lexical: lexicalHandler).send(ref, to: &handler)
    }
}
