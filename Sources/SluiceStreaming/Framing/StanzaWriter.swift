internal import SluiceCore
internal import SluiceXML

/// Writes a root that stays open, and elements into it, by the namespaces that it declares.
final class StanzaWriter {
    private let root: StanzaRoot
    private let collected = Collected()
    private var writer: XML.Writer<Collected>?
    /// The root's start tag.
    private let startTag: [UInt8]
    private var isStarted = false

    init(_ root: StanzaRoot) throws {
        self.root = root
        writer = try Self.begin(root, collected)
        startTag = collected.take()
    }

    private static func begin(_ root: StanzaRoot, _ sink: Collected) throws -> XML.Writer<Collected> {
        var writer = XML.Writer(to: sink)
        try writer.startElement(root.name)
        for (prefix, uri) in root.namespaces.sorted(by: { $0.key < $1.key }) {
            try writer.namespace(prefix, uri: uri)
        }
        for (name, value) in root.attributes { try writer.attribute(XML.QName(clark: name), value) }
        // Closes the tag, which else waits for more attributes.
        try writer.raw("\n")
        try writer.flush()
        return writer
    }

    /// The text of an element alone, without its tail.
    static func document(_ element: XML.Element) throws -> [UInt8] {
        let collected = Collected()
        var writer = XML.Writer(to: collected)
        try writer.write(element)
        try writer.flush()
        return collected.take()
    }

    func start() throws -> [UInt8] {
        if isStarted { return [] }
        isStarted = true
        return startTag
    }

    func write(_ element: XML.Element) throws -> [UInt8] {
        guard element.kind == .element else { throw WriterError(.misuse, "a comment or instruction is no stanza") }
        do {
            try writer?.write(element)
            try writer?.flush()
        } catch {
            // Of what was refused a part is written: the next begins in a new text.
            _ = writer.take()
            _ = collected.take()
            writer = try Self.begin(root, collected)
            _ = collected.take()
            throw error
        }
        return try start() + collected.take()
    }

    func write(text: [UInt8]) throws -> [UInt8] {
        let whole = startTag + text + endTag
        let counter = try XML.parse(whole.span, handler: StanzaCounter())
        guard counter.stanzas == 1, !counter.hasText else {
            throw WriterError(.misuse, "expected one element as a stanza, and nothing beside it")
        }
        return try start() + text
    }

    private var endTag: [UInt8] {
        var end = startTag.prefix { $0 != 0x20 && $0 != UInt8(ascii: ">") }
        end.insert(UInt8(ascii: "/"), at: 1)
        return end + [UInt8(ascii: ">")]
    }

    func finish() throws -> [UInt8] { try start() + endTag }

    /// What a writer hands over, until it is taken.
    private final class Collected: ByteSink {
        private var bytes: [UInt8] = []

        func write(_ bytes: Span<UInt8>) { self.bytes.append(copying: bytes) }

        func take() -> [UInt8] {
            defer { bytes = [] }
            return bytes
        }
    }

    /// Counts what stands in the root.
    private struct StanzaCounter: XML.ContentHandler {
        var stanzas = 0
        var hasText = false
        private var depth = 0

        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            depth += 1
            if depth == 2 { stanzas += 1 }
        }

        mutating func endElement(_ name: XML.Name) { depth -= 1 }

        mutating func characters(_ text: XML.Text) {
            if depth == 1, !text.isBlank { hasText = true }
        }
    }
}

extension XML.Writer where Sink: ~Copyable {
    /// Writes an element without its tail, by the namespaces in force. No recursion.
    fileprivate mutating func write(_ element: XML.Element) throws {
        var open: [(element: XML.Element, children: XML.Element.Children.Iterator)] = []
        try start(element)
        open.append((element, element.children.makeIterator()))
        while let last = open.indices.last {
            guard let child = open[last].children.next() else {
                try endElement()
                let (ended, _) = open.removeLast()
                if !open.isEmpty, let tail = ended.tail { try characters(tail) }
                continue
            }
            switch child.kind {
            case .element:
                try start(child)
                open.append((child, child.children.makeIterator()))
                continue
            case .comment: try comment(child.text ?? "")
            case .processingInstruction:
                let parts = (child.text ?? "").split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
                try processingInstruction(target: String(parts[0]), data: parts.count > 1 ? String(parts[1]) : "")
            }
            if let tail = child.tail { try characters(tail) }
        }
    }

    private mutating func start(_ element: XML.Element) throws {
        try startElement(element.qname)
        let attributes = element.attributes
        for i in attributes.indices { try attribute(attributes.qname(at: i), attributes[i].value) }
        if let text = element.text { try characters(text) }
    }
}
