extension XML {
    /// The root of a text's tree: Python's `fromstring`, and its `XML`.
    public static func fromstring(_ text: String, options: TreeOptions = TreeOptions()) throws -> Element {
        try Element(parsing: text, options: options)
    }

    /// The root of the tree of a text that is in parts.
    public static func fromstringlist(
        _ parts: some Swift.Sequence<String>, options: TreeOptions = TreeOptions()
    ) throws -> Element {
        var parser = TreePullParser(events: [], options: options.forText)
        for part in parts {
            parser.feed(part)
            _ = try parser.next()
        }
        parser.close()
        _ = try parser.next()
        guard let root = parser.root else { throw TreeBuilderError("missing toplevel element") }
        return root
    }

    /// The root of a text's tree, and its elements by the values of their attributes `id`.
    ///
    /// Of a value that is there twice, the last element counts.
    public static func xmlid(
        _ text: String, options: TreeOptions = TreeOptions()
    ) throws -> (root: Element, elements: [String: Element]) {
        let root = try fromstring(text, options: options)
        var elements: [String: Element] = [:]
        for element in root.iter() { if let id = element.get("id") { elements[id] = element } }
        return (root, elements)
    }
}

extension XML.TreeOptions {
    /// For a text that is UTF-8, whatever it says of itself.
    var forText: XML.TreeOptions {
        var options = self
        options.parser.encoding = "UTF-8"
        return options
    }
}
