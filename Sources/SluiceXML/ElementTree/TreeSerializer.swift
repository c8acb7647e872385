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
    /// The names of the arena that is being written, one behind the other, and where each ends. An array for each would be
    /// retained and released wherever it is written.
    private var nameBytes: ContiguousArray<UInt8> = []
    private var nameEnds: ContiguousArray<Int> = []
    private var declaresNamespaces = true

    private enum Task {
        case element(XML.Element)
        case children(XML.Element.Cursor, of: Branch)
        case arena(Arena, ArenaWalk)
    }

    private static let pieceBytes = 64 << 10

    /// - Parameter encoding: What the text will become.
    init(
        _ root: XML.Element, _ options: XML.TreeWritingOptions, encoding: XML.TreeWritingOptions.Encoding
    ) throws(XML.TreeWritingError) {
        method = options.method
        isShort = options.method == .xml && options.shortEmptyElements
        rules = TreeRules(options, encoding: encoding)
        output = OutputBytes(capacity: Self.pieceBytes + 1024, illegalCharacters: options.illegalCharacters)
        names = try NamespaceTable(root, defaultNamespace: options.defaultNamespace, rules)
        tasks = [.element(root)]
    }

    /// What the last call of ``fill()`` made.
    var piece: Span<UInt8> { @_lifetime(borrow self) get { output.span } }

    mutating func declare(_ encoding: String) {
        output.append("<?xml version='1.0' encoding='\(encoding)'?>\n")
    }

    /// Writes until a piece is full. `false` when there is nothing left.
    /// - Throws: ``XML/TreeWritingError`` where something in the piece cannot be written.
    mutating func fill() throws(XML.TreeWritingError) -> Bool {
        try run()
        if let refusal = output.refusal { throw XML.TreeWritingError(refusal) }
        return output.count > 0
    }

    private mutating func run() throws(XML.TreeWritingError) {
        while output.count < Self.pieceBytes, let task = tasks.popLast() {
            switch task {
            case .element(let element):
                if let branch = element.branch {
                    start(branch, element)
                } else {
                    layOutNames(names.table(of: element.arena))
                    run(element.arena, ArenaWalk(element.arena, element.node))
                }
            case .children(var children, let branch):
                if let child = children.next() {
                    tasks.append(.children(children, of: branch))
                    tasks.append(.element(child))
                } else {
                    end(branch)
                }
            case .arena(let arena, let walk): run(arena, walk)
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

    private mutating func layOutNames(_ table: ContiguousArray<ContiguousArray<UInt8>>) {
        nameBytes.removeAll(keepingCapacity: true)
        nameEnds.removeAll(keepingCapacity: true)
        for name in table {
            nameBytes += name
            nameEnds.append(nameBytes.count)
        }
    }

    /// Where the name of a number stands.
    @inline(__always)
    private func range(of number: Int) -> Range<Int> {
        (number == 0 ? 0 : nameEnds[number - 1])..<nameEnds[number]
    }

    private func isRaw(_ number: Int) -> Bool {
        method == .html && HTMLNames.areRaw(ContiguousArray(nameBytes[range(of: number)]))
    }

    private mutating func run(_ arena: Arena, _ walk: ArenaWalk) {
        var walk = walk
        while let step = walk.next() {
            switch step {
            case .enter(let node): start(arena, node)
            case .leave(let node):
                end(arena, node)
                if output.count >= Self.pieceBytes {
                    tasks.append(.arena(arena, walk))
                    return
                }
            }
        }
    }

    @inline(__always)
    private mutating func start(_ arena: Arena, _ node: Int) {
        let number = arena.nameNumber(node)
        if number <= NodeName.instructionNumber {
            let kind: XML.Element.Kind = number == NodeName.commentNumber ? .comment : .processingInstruction
            let text = arena.bytes(at: arena.text(node) ?? 0)
            writeLeaf(kind, text)
            return
        }
        output.append(UInt8(ascii: "<"))
        output.append(range(of: number), of: nameBytes)
        if declaresNamespaces { writeDeclarations() }
        for i in 0..<arena.attributeCount(node) {
            output.append(UInt8(ascii: " "))
            output.append(range(of: arena.attributeNameNumber(node, i)), of: nameBytes)
            output.append("=\"")
            let value = arena.bytes(at: arena.attributeValue(node, i))
            output.append(value, escaping: method == .html ? .htmlAttribute : .attribute)
            output.append(UInt8(ascii: "\""))
        }
        if let text = arena.text(node) {
            output.append(UInt8(ascii: ">"))
            if isRaw(number) {
                output.append(arena.bytes(at: text), escaping: .nothing)
            } else {
                output.append(arena.bytes(at: text), escaping: .text)
            }
        } else if arena.hasChildren(node) || !isShort {
            output.append(UInt8(ascii: ">"))
        }
    }

    @inline(__always)
    private mutating func end(_ arena: Arena, _ node: Int) {
        let number = arena.nameNumber(node)
        if number > NodeName.instructionNumber {
            if isShort, !arena.hasChildren(node), arena.text(node) == nil {
                output.append(" />")
            } else {
                writeEnd(number)
            }
        }
        if let tail = arena.tail(node) { output.append(arena.bytes(at: tail), escaping: .text) }
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
        if method == .html, HTMLNames.areEmpty(name) { return }
        output.append("</")
        output.append(name)
        output.append(UInt8(ascii: ">"))
    }

    private mutating func writeEnd(_ number: Int) {
        if method == .html, HTMLNames.areEmpty(ContiguousArray(nameBytes[range(of: number)])) { return }
        output.append("</")
        output.append(range(of: number), of: nameBytes)
        output.append(UInt8(ascii: ">"))
    }

    private mutating func writeLeaf(_ kind: XML.Element.Kind, _ text: Span<UInt8>) {
        do throws(XML.TreeWritingError) { try rules.check(kind, text) } catch { failure = failure ?? error }
        let isComment = kind == .comment
        output.append(isComment ? "<!--" : "<?")
        output.append(text, escaping: method == .html ? .text : .nothing)
        output.append(isComment ? "-->" : "?>")
    }

    private func isRaw(_ name: ContiguousArray<UInt8>) -> Bool { method == .html && HTMLNames.areRaw(name) }
}

/// What HTML knows of its elements.
enum HTMLNames {
    private static let empty: Set<String> = [
        "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta",
        "param", "source", "track", "wbr",
    ]

    static func areEmpty(_ name: ContiguousArray<UInt8>) -> Bool {
        name.count < 10 && empty.contains(String(decoding: name, as: UTF8.self).lowercased())
    }

    /// Whose text is written as it is.
    static func areRaw(_ name: ContiguousArray<UInt8>) -> Bool {
        guard name.count == 5 || name.count == 6 else { return false }
        return ["script", "style"].contains(String(decoding: name, as: UTF8.self).lowercased())
    }
}
