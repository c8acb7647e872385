#if Services
package import SluiceJSON
package import SluiceXML

/// Elements as JSON, straight from where they lie: attributes are members `@name`, text is `#text`, elements of one name
/// are an array.
///
/// An element that has nothing but text is that text, an empty one null. Names are written with the prefix that they
/// have in the document; white space between elements is left out. It recurses no deeper than the parser lets elements.
package struct ElementMembers: ~Copyable {
    /// A member of an object: an attribute or an element, with the further elements of its name.
    package struct Member {
        package let key: Int
        /// Which attribute; or of which element.
        package var attribute = -1
        package var node = 0
        /// The next of the same key, or -1; and whether there is one before.
        package var next = -1
        package var isFirst = true
    }

    /// What names are as keys; -1 where that is not known yet.
    private struct Keys {
        var element = -1
        var attribute = -1
        var hasNamespace = false
    }

    /// The last member of a key, and of which object.
    private struct Last {
        var object = 0
        var member = 0
    }

    /// The document's part that the names below are of.
    private var known: XML.ParsedParts?
    private var keysOfNames: [Keys] = []
    private var numbers: [String: Int] = [:]
    package private(set) var keys: [String] = []
    private var keyBytes: [[UInt8]] = []
    private var lasts: [Last] = []
    private var objects = 0
    /// Those of each element that is being written, the innermost last.
    package private(set) var members: [Member] = []
    private var text: [UInt8] = []
    /// How often the keys have been forgotten.
    package private(set) var generation = 0

    package static let textKey = 0

    package init() {}

    /// Takes an element that was parsed.
    package mutating func begin(_ element: XML.Element) -> XML.ParsedParts {
        guard let parts = XML.ParsedParts(element) else { preconditionFailure("records are elements that were parsed") }
        if known.map({ !$0.sharesNames(with: parts) }) ?? true {
            known = parts
            generation += 1
            keysOfNames.removeAll(keepingCapacity: true)
            keysOfNames.append(contentsOf: repeatElement(Keys(), count: parts.nameCount))
            numbers.removeAll(keepingCapacity: true)
            keys.removeAll(keepingCapacity: true)
            keyBytes.removeAll(keepingCapacity: true)
            lasts.removeAll(keepingCapacity: true)
            _ = number(of: "#text")
        }
        return parts
    }

    /// Writes an element as a value.
    package mutating func write<Sink: ~Copyable>(_ element: XML.Element, to writer: inout JSON.Writer<Sink>) throws {
        let parts = begin(element)
        try write(parts.root, of: parts, to: &writer)
    }

    package mutating func write<Sink: ~Copyable>(
        _ node: Int, of parts: XML.ParsedParts, to writer: inout JSON.Writer<Sink>
    ) throws {
        guard parts.hasChildren(node) || parts.attributeCount(node) > 0 else {
            let text = parts.text(node)
            if text.isEmpty { try writer.null() } else { try writer.string(JSON.Text(utf8: text)) }
            return
        }
        let range = open(node, of: parts)
        if range.isEmpty {
            // Nothing but comments within text.
            _ = hasText(node, of: parts)
            if text.isEmpty { try writer.null() } else { try writer.string(JSON.Text(utf8: text.span)) }
            return
        }
        try writer.startObject()
        for i in range where members[i].isFirst {
            let key = keyBytes[members[i].key]
            try writer.key(JSON.Text(utf8: key.span))
            try writeValue(of: members[i], in: node, of: parts, to: &writer)
        }
        close(range)
        if hasText(node, of: parts) {
            let key = keyBytes[Self.textKey]
            try writer.key(JSON.Text(utf8: key.span))
            try writer.string(JSON.Text(utf8: text.span))
        }
        try writer.endObject()
    }

    /// Writes the value of a member: an array if there are several of its key.
    package mutating func writeValue<Sink: ~Copyable>(
        of member: Member, in node: Int, of parts: XML.ParsedParts, to writer: inout JSON.Writer<Sink>
    ) throws {
        if member.attribute >= 0 {
            try writer.string(JSON.Text(utf8: parts.attributeValue(node, member.attribute)))
        } else if member.next < 0 {
            try write(member.node, of: parts, to: &writer)
        } else {
            try writer.startArray()
            var member = member
            while true {
                try write(member.node, of: parts, to: &writer)
                if member.next < 0 { break }
                member = members[member.next]
            }
            try writer.endArray()
        }
    }

    // MARK: Members

    /// Notes the members of an element; ``close(_:)`` lets them go.
    package mutating func open(_ node: Int, of parts: XML.ParsedParts) -> Range<Int> {
        let start = members.count
        for i in 0..<parts.attributeCount(node) {
            members.append(Member(key: attributeKey(i, of: node, parts), attribute: i))
        }
        objects += 1
        let end = parts.end(node)
        var child = parts.firstChild(node)
        while child < end {
            let name = parts.name(child)
            if name > 1 {
                let key = elementKey(name, parts)
                var member = Member(key: key, node: child)
                if lasts[key].object == objects {
                    members[lasts[key].member].next = members.count
                    member.isFirst = false
                }
                lasts[key] = Last(object: objects, member: members.count)
                members.append(member)
            }
            child = parts.next(child)
        }
        return start..<members.count
    }

    package mutating func close(_ range: Range<Int>) { members.removeLast(range.count) }

    /// Gathers the text of an element, which is ``gathered`` then. Whether it is more than white space.
    package mutating func hasText(_ node: Int, of parts: XML.ParsedParts) -> Bool {
        text.removeAll(keepingCapacity: true)
        text.append(copying: parts.text(node))
        let end = parts.end(node)
        var child = parts.firstChild(node)
        while child < end {
            text.append(copying: parts.tail(child))
            child = parts.next(child)
        }
        return !text.allSatisfy { $0 <= 0x20 && ($0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D) }
    }

    package var gathered: Span<UInt8> { @_lifetime(borrow self) get { text.span } }

    // MARK: Keys

    private mutating func elementKey(_ name: Int, _ parts: XML.ParsedParts) -> Int {
        if keysOfNames[name].element < 0 { keysOfNames[name].element = number(of: parts.qname(name).qualified) }
        return keysOfNames[name].element
    }

    /// Attributes of two namespaces and one local name are rare enough to keep both names apart by the URI.
    private mutating func attributeKey(_ index: Int, of node: Int, _ parts: XML.ParsedParts) -> Int {
        let name = parts.attributeName(node, index)
        if keysOfNames[name].attribute < 0 {
            let qname = parts.qname(name)
            keysOfNames[name].attribute = number(of: "@" + qname.local)
            keysOfNames[name].hasNamespace = !qname.uri.isEmpty
        }
        guard keysOfNames[name].hasNamespace else { return keysOfNames[name].attribute }
        let qname = parts.qname(name)
        for i in 0..<parts.attributeCount(node) where i != index {
            if parts.qname(parts.attributeName(node, i)).local == qname.local { return number(of: "@\(qname)") }
        }
        return keysOfNames[name].attribute
    }

    private mutating func number(of key: String) -> Int {
        if let number = numbers[key] { return number }
        numbers[key] = keys.count
        keys.append(key)
        keyBytes.append(Array(key.utf8))
        lasts.append(Last())
        return keys.count - 1
    }
}
#endif
