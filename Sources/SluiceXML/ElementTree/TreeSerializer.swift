internal import SluiceCore

/// Writes a tree as text, a piece at a time, with a stack of its own.
struct TreeSerializer: ~Copyable {
    private let method: XML.TreeWritingOptions.Method
    private let isShort: Bool
    private var names: NamespaceTable
    private var output: OutputBytes
    private let rules: TreeRules
    private var failure: XML.TreeWritingError?

    /// What remains to be done, the innermost last.
    private var tasks: [Task]
    /// The walk through the arena that is being written, and how its names are written.
    private var walk = ArenaWalk()
    private var arenaNames = WrittenNames()
    private var declaresNamespaces = true

    private enum Task {
        case element(XML.Element)
        case children(XML.Element.Cursor, of: Branch)
        /// The walk goes on.
        case arena(Arena)
    }

    /// How much is a piece.
    static let pieceBytes = 64 << 10

    /// - Parameter encoding: What the text will become.
    init(
        _ root: XML.Element, _ options: XML.TreeWritingOptions, encoding: XML.TreeWritingOptions.Encoding
    ) throws(XML.TreeWritingError) {
        method = options.method
        isShort = options.method == .xml && options.shortEmptyElements
        rules = TreeRules(options, encoding: encoding)
        // It grows to more than a piece; what is short takes no more than it needs.
        output = OutputBytes(illegalCharacters: options.illegalCharacters)
        names = try NamespaceTable(root, defaultNamespace: options.defaultNamespace, rules)
        tasks = [.element(root)]
    }

    /// What the last call of ``fill()`` made.
    var piece: Span<UInt8> { @_lifetime(borrow self) get { output.span } }

    mutating func declare(_ encoding: String) {
        output.append("<?xml version='1.0' encoding='\(encoding)'?>\n")
    }

    /// What the last call made, as a text.
    var text: String { output.string }

    /// Writes until a piece is full. `false` when there is nothing left.
    /// - Throws: ``XML/TreeWritingError`` where something in the piece cannot be written.
    @discardableResult
    mutating func fill(_ limit: Int = pieceBytes) throws(XML.TreeWritingError) -> Bool {
        try run(limit)
        if let refusal = output.refusal { throw XML.TreeWritingError(refusal) }
        return output.count > 0
    }

    private mutating func run(_ limit: Int) throws(XML.TreeWritingError) {
        while output.count < limit, let task = tasks.popLast() {
            switch task {
            case .element(let element):
                if let branch = element.branch {
                    start(branch, element)
                } else {
                    begin(element.arena, element.node)
                    run(element.arena, limit)
                }
            case .children(var children, let branch):
                if let child = children.next() {
                    tasks.append(.children(children, of: branch))
                    tasks.append(.element(child))
                } else {
                    end(branch)
                }
            case .arena(let arena): run(arena, limit)
            }
            if let failure { throw failure }
        }
    }

    mutating func removePiece() { output.removeAll() }

    // MARK: Elements made in Swift

    private mutating func start(_ branch: Branch, _ element: XML.Element) {
        guard branch.kind == .element else {
            writeLeaf(branch.kind, (branch.text ?? "").utf8.span)
            writeText(branch.tail)
            return
        }
        output.append(UInt8(ascii: "<"))
        output.append(names.written(branch.name.clark))
        writeDeclarations()
        for (name, value) in branch.attributes {
            writeAttribute(names.written(name), value.utf8.span)
        }
        if isShort, branch.children.isEmpty, branch.text?.isEmpty ?? true {
            output.append(" />")
            writeText(branch.tail)
            return
        }
        output.append(UInt8(ascii: ">"))
        if let text = branch.text {
            if isRaw(names.written(branch.name.clark)) {
                output.append(text.utf8.span, escaping: .nothing)
            } else {
                writeText(text)
            }
        }
        tasks.append(.children(XML.Element.Cursor(element), of: branch))
    }

    private mutating func end(_ branch: Branch) {
        writeEnd(names.written(branch.name.clark))
        writeText(branch.tail)
    }

    // MARK: Elements that were parsed

    private mutating func begin(_ arena: Arena, _ node: Int) {
        if walk.arena !== arena { arenaNames.set(names.table(of: arena), isHTML: method == .html) }
        walk.begin(arena, node)
        guard declaresNamespaces, arena.nameNumber(node) > NodeName.instructionNumber else { return }
        output.append(UInt8(ascii: "<"))
        arenaNames.append(arena.nameNumber(node), to: &output)
        writeDeclarations()
        walk.skipName()
    }

    private mutating func run(_ arena: Arena, _ limit: Int) {
        while true {
            switch walk.write(to: &output, arenaNames, isShort: isShort, isHTML: method == .html, limit: limit) {
            case .done: return
            case .full: return tasks.append(.arena(arena))
            case .leaf(let node):
                let isComment = arena.nameNumber(node) == NodeName.commentNumber
                writeLeaf(isComment ? .comment : .processingInstruction, arena.bytes(at: arena.text(node) ?? 0))
            }
        }
    }

    // MARK: Pieces

    private mutating func writeText(_ text: String?) {
        if let text { output.append(text.utf8.span, escaping: .text) }
    }

    private mutating func writeAttribute(_ name: ContiguousArray<UInt8>, _ value: Span<UInt8>) {
        output.append(UInt8(ascii: " "))
        output.append(name)
        output.append("=\"")
        output.append(value, escaping: method == .html ? .htmlAttribute : .attribute)
        output.append(UInt8(ascii: "\""))
    }

    private mutating func writeDeclarations() {
        guard declaresNamespaces else { return }
        declaresNamespaces = false
        for (prefix, uri) in names.declarations {
            writeAttribute(
                ContiguousArray((prefix.isEmpty ? "xmlns" : "xmlns:" + prefix).utf8), uri.utf8.span)
        }
    }

    private mutating func writeEnd(_ name: ContiguousArray<UInt8>) {
        if method == .html, HTMLNames.areEmpty(name.span) { return }
        output.append("</")
        output.append(name)
        output.append(UInt8(ascii: ">"))
    }

    private mutating func writeLeaf(_ kind: XML.Element.Kind, _ text: Span<UInt8>) {
        do throws(XML.TreeWritingError) { try rules.check(kind, text) } catch { failure = failure ?? error }
        let isComment = kind == .comment
        output.append(isComment ? "<!--" : "<?")
        output.append(text, escaping: method == .html ? .text : .nothing)
        output.append(isComment ? "-->" : "?>")
    }

    private func isRaw(_ name: ContiguousArray<UInt8>) -> Bool { method == .html && HTMLNames.areRaw(name.span) }
}

/// What HTML knows of its elements.
enum HTMLNames {
    private static let empty: Set<String> = [
        "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta",
        "param", "source", "track", "wbr",
    ]

    static func areEmpty(_ name: Span<UInt8>) -> Bool {
        name.count < 10 && empty.contains(String(decoding: [UInt8](copying: name), as: UTF8.self).lowercased())
    }

    /// Whose text is written as it is.
    static func areRaw(_ name: Span<UInt8>) -> Bool {
        guard name.count == 5 || name.count == 6 else { return false }
        return ["script", "style"].contains(String(decoding: [UInt8](copying: name), as: UTF8.self).lowercased())
    }
}
