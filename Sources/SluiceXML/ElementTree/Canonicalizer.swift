internal import SluiceCore

/// Makes events canonical text: Canonical XML 2.0 (W3C Note, 2013).
///
/// Namespaces are declared where they are used first, attributes sorted, references and CDATA sections resolved, line ends
/// and empty tags made one way. It works as the events come, with a stack of what is open. Where no option asks for more,
/// tags that need no declaration, which are most, are written as they come, without a copy of their names and values.
final class Canonicalizer: XML.ContentHandler, XML.LexicalHandler {
    private let options: XML.CanonicalOptions
    /// Whether no option looks at names or at text.
    private let isPlain: Bool
    // Checking each access costs more than writing does; nothing here is called while another call is under way.
    @safe @exclusivity(unchecked) private var output = OutputBytes()

    /// The document's declarations in force, and those of the output.
    private var scope = PrefixScope()
    private var written = PrefixScope()
    private var rewritten: [String: String] = [:]

    private struct Open {
        let preservesSpace: Bool
        /// Whether its tag was made, and not written as it was read: then it is the last of ``made``.
        let isMade: Bool
    }
    /// An open element whose tag was made.
    private struct Made {
        let name: String
        /// In the output this prefix stands for this namespace.
        let prefix: String
        let uri: String
    }
    @safe @exclusivity(unchecked) private var open: [Open] = []
    @safe @exclusivity(unchecked) private var made: [Made] = []
    /// The places of a tag's attributes, in the order in which they are written.
    @safe @exclusivity(unchecked) private var order: [Int] = []
    private var pending: Start?
    private var text = ""
    private var ignoredDepth = 0
    private var locator: XML.Locator?
    private var isRootSeen = false
    private var isRootDone: Bool { isRootSeen && open.isEmpty && pending == nil }

    /// A start tag that may depend on the text behind it.
    private struct Start {
        let name: XML.QName
        let attributes: [(name: XML.QName, value: String)]
    }

    init(_ options: XML.CanonicalOptions) {
        self.options = options
        isPlain =
            !options.stripText && !options.rewritePrefixes && options.qnameAwareTags.isEmpty
            && options.qnameAwareAttributes.isEmpty && options.xpathAwareTags.isEmpty
            && options.excludeAttributes.isEmpty && options.excludeTags.isEmpty
    }

    /// What was written since the last call.
    func takeOutput() -> [UInt8] {
        defer { output.removeAll() }
        return [UInt8](copying: output.span)
    }

    // MARK: Events

    func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws {
        // They are asked for by what is read out of text alone.
        if isPlain || ignoredDepth > 0 { return }
        try flush()
        scope.declare(String(prefix), String(uri), depth: open.count + 1)
    }

    func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        if isPlain, writeAsRead(name, attributes) { return }
        let element = XML.QName(name)
        if ignoredDepth > 0 || options.excludeTags.contains(element.description) {
            ignoredDepth += 1
            if ignoredDepth == 1 {
                try flush()
                // What its tag declares is in force nowhere.
                scope.leave(depth: open.count + 1)
            }
            return
        }
        try flush()
        var kept: [(XML.QName, String)] = []
        for i in attributes.indices {
            let name = XML.QName(attributes[i].name)
            if !options.excludeAttributes.contains(name.description) {
                kept.append((name, String(attributes[i].value)))
            }
        }
        let start = Start(name: element, attributes: kept)
        let tag = element.description
        if options.qnameAwareTags.contains(tag) || options.xpathAwareTags.contains(tag) {
            pending = start
            isRootSeen = true
        } else {
            try writeStart(start)
        }
    }

    func characters(_ text: XML.Text) {
        if isPlain {
            if !open.isEmpty { output.append(text.utf8, escaping: .canonicalText) }
        } else if ignoredDepth == 0, !open.isEmpty || pending != nil {
            self.text += String(text)
        }
    }

    func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }

    /// Without its text, the result would be that of another document.
    func skippedEntity(_ name: XML.Text) throws {
        guard ignoredDepth == 0, !open.isEmpty || pending != nil else { return }
        throw ParseError(
            .unsupported,
            "the entity '\(String(name))' was not read, so that its text is missing: the canonical form needs its "
                + "declaration, or a resolver",
            at: locator?.position ?? TextPosition(), path: locator?.path ?? "", sourceName: locator?.systemID)
    }

    func endElement(_ name: XML.Name) throws {
        if ignoredDepth > 0 {
            ignoredDepth -= 1
            return
        }
        try flush()
        guard let last = open.popLast() else { return }
        output.append("</")
        if last.isMade, let made = made.popLast() {
            output.append(made.name)
            scope.leave(depth: open.count + 1)
            written.leave(depth: open.count + 1)
        } else {
            output.append(name.qualified.utf8)
        }
        output.append(UInt8(ascii: ">"))
    }

    func comment(_ text: XML.Text) throws {
        guard options.withComments, ignoredDepth == 0 else { return }
        try writeMisc { output in
            output.append("<!--")
            output.append(text.utf8, escaping: .canonicalText)
            output.append("-->")
        }
    }

    func processingInstruction(target: XML.Text, data: XML.Text) throws {
        guard ignoredDepth == 0 else { return }
        try writeMisc { output in
            output.append("<?")
            output.append(target.utf8)
            if !data.isEmpty {
                output.append(UInt8(ascii: " "))
                output.append(data.utf8, escaping: .canonicalText)
            }
            output.append("?>")
        }
    }

    func endDocument() throws { try flush() }

    /// Outside the root each stands on a line of its own.
    private func writeMisc(_ body: (inout OutputBytes) -> Void) throws {
        try flush()
        if isRootDone { output.append("\n") }
        body(&output)
        if !isRootSeen { output.append("\n") }
    }

    // MARK: Tags that need nothing

    /// So many attributes are put in their order one by one.
    private static let mostSorted = 16

    /// Writes a start tag whose namespace is that of the element around it, with attributes of no namespace; else `false`.
    private func writeAsRead(_ name: XML.Name, _ attributes: XML.Attributes) -> Bool {
        guard attributes.count <= Self.mostSorted, isInForce(name) else { return false }
        order.removeAll(keepingCapacity: true)
        for i in attributes.indices {
            guard attributes[i].name.uri.isEmpty else { return false }
            var place = i
            while place > 0, Self.precedes(attributes[i], attributes[order[place - 1]]) { place -= 1 }
            order.insert(i, at: place)
        }
        isRootSeen = true
        output.append(UInt8(ascii: "<"))
        output.append(name.qualified.utf8)
        for i in order {
            output.append(UInt8(ascii: " "))
            output.append(attributes[i].name.local.utf8)
            output.append("=\"")
            output.append(attributes[i].value.utf8, escaping: .canonicalAttribute)
            output.append(UInt8(ascii: "\""))
        }
        output.append(UInt8(ascii: ">"))
        open.append(Open(preservesSpace: open.last?.preservesSpace ?? false, isMade: false))
        return true
    }

    /// Whether a name's prefix stands for its namespace in the output, as far as is known without a search: it does within an
    /// element of the same, and none stands for none until one is declared.
    private func isInForce(_ name: XML.Name) -> Bool {
        guard !made.isEmpty else { return name.uri.isEmpty && name.prefix.isEmpty }
        let last = made.count - 1
        return name.uri == made[last].uri && name.prefix == made[last].prefix
    }

    /// Whether a name comes before another, in the order of code points, which is that of bytes.
    private static func precedes(_ a: XML.Attribute, _ b: XML.Attribute) -> Bool {
        let (a, b) = (a.name.local.utf8, b.name.local.utf8)
        for i in 0..<min(a.count, b.count) where a[i] != b[i] { return a[i] < b[i] }
        return a.count < b.count
    }

    // MARK: Text and tags

    private func flush() throws {
        if isPlain { return }
        var text = self.text
        self.text = ""
        let preserves = pending.map(preservesSpace) ?? open.last?.preservesSpace ?? false
        if options.stripText, !preserves { text = Self.trimmed(text) }
        if let start = pending {
            pending = nil
            text = try writeStart(start, text: text)
        }
        if !text.isEmpty { output.append(text.utf8.span, escaping: .canonicalText) }
    }

    private func preservesSpace(_ start: Start) -> Bool {
        let space = start.attributes.first { $0.name.local == "space" && $0.name.uri == PrefixScope.xml }
        return space.map { $0.value == "preserve" } ?? open.last?.preservesSpace ?? false
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in [" ", "\t", "\n", "\r"].contains(scalar) }
        let rest = text.unicodeScalars.drop(while: isSpace)
        return String(String.UnicodeScalarView(rest.reversed().drop(while: isSpace).reversed()))
    }

    /// Writes a start tag. The text behind it, its prefixes rewritten where that is asked for.
    @discardableResult
    private func writeStart(_ start: Start, text: String = "") throws -> String {
        isRootSeen = true
        let depth = open.count + 1
        let attributes = start.attributes.sorted { a, b in
            a.name.uri == b.name.uri
                ? PrefixScope.precedes(a.name.local, b.name.local) : PrefixScope.precedes(a.name.uri, b.name.uri)
        }

        // Which prefixes are used, each with its namespace.
        var used: Set<PrefixScope.Binding> = [.init(prefix: start.name.prefix, uri: start.name.uri)]
        for (name, _) in attributes where !name.uri.isEmpty { used.insert(.init(prefix: name.prefix, uri: name.uri)) }
        let values = try attributes.map { name, value in
            options.qnameAwareAttributes.contains(name.description)
                ? try PrefixedText(name: value, scope) : PrefixedText(plain: value)
        }
        let tag = start.name.description
        let content =
            options.qnameAwareTags.contains(tag)
            ? try PrefixedText(name: text, scope)
            : options.xpathAwareTags.contains(tag) ? try PrefixedText(xpath: text, scope) : PrefixedText(plain: text)
        for value in values { used.formUnion(value.bindings) }
        used.formUnion(content.bindings)

        let declared = declare(used, depth: depth)
        let name = qualified(start.name)
        output.append(UInt8(ascii: "<"))
        output.append(name)
        for (prefix, uri) in declared { writeAttribute(prefix.isEmpty ? "xmlns" : "xmlns:" + prefix, uri) }
        for (attribute, value) in zip(attributes, values) {
            writeAttribute(
                attribute.name.uri.isEmpty ? attribute.name.local : qualified(attribute.name), value.text(prefix))
        }
        output.append(UInt8(ascii: ">"))
        open.append(Open(preservesSpace: preservesSpace(start), isMade: true))
        made.append(Made(name: name, prefix: start.name.prefix, uri: start.name.uri))
        return content.text(prefix)
    }

    /// Declares those that are not in force in the output, in the order of prefixes.
    private func declare(_ used: Set<PrefixScope.Binding>, depth: Int) -> [(String, String)] {
        var declared: [(String, String)] = []
        for binding in used.sorted(by: { PrefixScope.precedes($0.uri, $1.uri) }) {
            let prefix = self.prefix(of: binding)
            if prefix == "xml" || written.uri(of: prefix) ?? (prefix.isEmpty ? "" : nil) == binding.uri { continue }
            written.declare(prefix, binding.uri, depth: depth)
            declared.append((prefix, binding.uri))
        }
        return declared.sorted { PrefixScope.precedes($0.0, $1.0) }
    }

    /// The prefix that stands for a namespace in the output.
    private func prefix(of binding: PrefixScope.Binding) -> String {
        guard options.rewritePrefixes, binding.uri != PrefixScope.xml else {
            return binding.prefix
        }
        if let known = rewritten[binding.uri] { return known }
        let prefix = "n\(rewritten.count)"
        rewritten[binding.uri] = prefix
        return prefix
    }

    private func qualified(_ name: XML.QName) -> String {
        let prefix = self.prefix(of: .init(prefix: name.prefix, uri: name.uri))
        return prefix.isEmpty ? name.local : prefix + ":" + name.local
    }

    private func writeAttribute(_ name: String, _ value: String) {
        output.append(UInt8(ascii: " "))
        output.append(name)
        output.append("=\"")
        output.append(value.utf8.span, escaping: .canonicalAttribute)
        output.append(UInt8(ascii: "\""))
    }
}
