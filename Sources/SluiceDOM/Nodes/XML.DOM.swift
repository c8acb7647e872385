public import SluiceXML

extension XML {
    /// The W3C's document object model (DOM Level 3 Core), on libxml2's tree.
    ///
    ///     let document = try XML.DOM.Document(contentsOf: "books.xml")
    ///     for book in document.getElementsByTagName("book") { print(book.getAttribute("id")) }
    ///
    /// Nodes are classes: what is changed is the document. A node has one object, as long as anyone holds it: `===` tells
    /// whether two are the same. A node keeps its document, wherever it is: taken out, moved to another document, or alone;
    /// it never becomes invalid. A document and its nodes belong to one thread at a time, and documents share nothing.
    public enum DOM {}
}

extension XML.DOM {
    /// What kind of node a node is, with the W3C's numbers.
    public enum NodeType: Int, Sendable, Hashable, CaseIterable {
        case element = 1
        case attribute, text, cdataSection, entityReference, entity, processingInstruction, comment, document
        case documentType, documentFragment, notation
    }

    /// The URIs of namespaces that every document knows.
    public enum Namespace {
        public static let xml = "http://www.w3.org/XML/1998/namespace"
        public static let xmlns = "http://www.w3.org/2000/xmlns/"
        public static let xhtml = "http://www.w3.org/1999/xhtml"
    }
}
