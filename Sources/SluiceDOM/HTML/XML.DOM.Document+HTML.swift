public import SluiceXML

extension XML.DOM {
    /// How HTML is read.
    public struct HTMLOptions: Sendable, Hashable {
        /// The encoding, where it is known from elsewhere. Otherwise it is that of the BOM or of `<meta>`, and UTF-8 where
        /// the document is that, ISO-8859-1 where it is not.
        public var encoding: String?
        /// Text that is nothing but white space is left out where no text can be.
        public var removesBlankText = false

        public init() {}
    }
}

extension XML.DOM.Document {
    /// Reads HTML as libxml2's parser does: about HTML 4, not the W3C's algorithm for HTML 5. Unknown elements are kept.
    ///
    ///     let page = try XML.DOM.Document(html: "<p>One<p>Two &amp; <b>three")
    ///     page.getElementsByTagName("p").count  // 2
    ///
    /// No document is refused for what is wrong with it: `html`, `head`, `body` and end tags are added, attributes that come
    /// twice are left out. Names are in lower case and in no namespace. The content of scripts and styles is text.
    /// - Parameter errorHandler: Its `error` is told of all faults; where it throws, that is thrown when all is read.
    /// - Throws: `ParseError` for an encoding that is not known, and for more than 256 elements within one another.
    public convenience init(
        html text: String, options: XML.DOM.HTMLOptions = .init(), name: String? = nil,
        errorHandler: (any XML.ErrorHandler)? = nil
    ) throws {
        var options = options
        options.encoding = "UTF-8"
        try self.init(html: text.utf8.span, options: options, name: name, errorHandler: errorHandler)
    }

    /// Reads HTML in the encoding that it is in. See ``init(html:options:name:errorHandler:)``.
    public convenience init(
        html bytes: Span<UInt8>, options: XML.DOM.HTMLOptions = .init(), name: String? = nil,
        errorHandler: (any XML.ErrorHandler)? = nil
    ) throws {
        let tree = Tree(isHTML: true)
        tree.name = name
        try tree.readHTML(bytes, options, errorHandler)
        self.init(tree, tree.root)
    }

    /// Whether it was read as HTML.
    public var isHTML: Bool { tree.isHTML }

    /// Nodes of this document out of a piece of HTML, as it may stand in a body, in no tree.
    ///
    /// - Throws: As ``init(html:options:name:errorHandler:)``.
    public func createFragment(html text: String) throws -> XML.DOM.DocumentFragment {
        let page = try XML.DOM.Document(html: "<!DOCTYPE html><html><body>" + text)
        let fragment = createDocumentFragment()
        for child in page.documentElement?.lastElementChild?.childNodes ?? page.childNodes {
            try fragment.appendChild(adoptNode(child))
        }
        return fragment
    }
}

extension XML.DOM.Node {
    /// The node and all that is under it as HTML, by the rules of HTML 5: `<br>` without an end tag, scripts as they are.
    ///
    /// Names are written as they are; namespaces are not declared. What HTML cannot say is written all the same: `</script>`
    /// in a script, `-->` in a comment.
    public final func tohtml() -> String {
        var writer = HTMLWriter()
        writer.write(ref)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
