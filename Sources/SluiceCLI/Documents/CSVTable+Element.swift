#if Services
import SluiceCommandLine
import SluiceCore
import SluiceJSON
import SluiceXML

// The fields of elements, without values in between; what the members are: ``ElementMembers``.
extension CSVTable {
    /// Appends the lines of one record, the header before the first.
    mutating func append(_ record: XML.Element, to lines: inout [UInt8]) throws {
        let parts = elements.begin(record)
        let node = parts.root
        let range = elements.open(node, of: parts)
        defer { elements.close(range) }
        if range.isEmpty {
            _ = elements.hasText(node, of: parts)
            Self.append(elements.gathered, to: &lines)
            lines.append(UInt8(ascii: "\n"))
            return
        }
        let hasText = elements.hasText(node, of: parts)
        if columns == nil {
            var names: [String] = []
            for i in range where elements.members[i].isFirst { names.append(elements.keys[elements.members[i].key]) }
            columns = names + (hasText ? ["#text"] : [])
        }
        let columns = columns ?? []
        if !hasHeader { lines += Self.line(columns).utf8 }
        hasHeader = true
        prepare(columns)
        for i in range where elements.members[i].isFirst { place(i, of: elements.members[i].key, columns) }
        if hasText { place(Self.gatheredText, of: ElementMembers.textKey, columns) }

        for i in columns.indices {
            if i > 0 { lines.append(UInt8(ascii: ",")) }
            let member = fields[firstColumns[i]]
            if member == Self.gatheredText {
                // What was nested had a text of its own.
                _ = elements.hasText(node, of: parts)
                Self.append(elements.gathered, to: &lines)
            } else if member >= 0 {
                try append(elements.members[member], of: node, parts, to: &lines)
            }
        }
        lines.append(UInt8(ascii: "\n"))
    }

    private static let gatheredText = Int.max

    /// Empties the fields; and where keys have new numbers, forgets their columns.
    private mutating func prepare(_ columns: [String]) {
        if firstColumns.count != columns.count {
            firstColumns = columns.map { column in columns.firstIndex(of: column) ?? 0 }
        }
        fields.removeAll(keepingCapacity: true)
        fields.append(contentsOf: repeatElement(-1, count: columns.count))
        if generation != elements.generation {
            generation = elements.generation
            columnsOfKeys.removeAll(keepingCapacity: true)
        }
    }

    private mutating func place(_ member: Int, of key: Int, _ columns: [String]) {
        while columnsOfKeys.count <= key {
            columnsOfKeys.append(columns.firstIndex(of: elements.keys[columnsOfKeys.count]) ?? -1)
        }
        let column = columnsOfKeys[key]
        if column >= 0 { fields[column] = member } else if leftOut == nil { leftOut = elements.keys[key] }
    }

    private mutating func append(
        _ member: ElementMembers.Member, of node: Int, _ parts: XML.ParsedParts, to lines: inout [UInt8]
    ) throws {
        if member.attribute >= 0 { return Self.append(parts.attributeValue(node, member.attribute), to: &lines) }
        let child = member.node
        if member.next < 0, !parts.hasChildren(child), parts.attributeCount(child) == 0 {
            return Self.append(parts.text(child), to: &lines)
        }
        // Not through `self`: Swift 6.3 makes invalid code of that under the thread sanitizer.
        let nested = nested
        nested.bytes.removeAll(keepingCapacity: true)
        try elements.writeValue(of: member, in: node, of: parts, to: &writer)
        try writer.flush()
        // Without the end of its line.
        nested.bytes.removeLast()
        let json = nested.bytes
        Self.append(json.span, to: &lines)
    }

    private static func append(_ field: Span<UInt8>, to lines: inout [UInt8]) {
        // All bytes are looked at, which is several at a time.
        var special: UInt8 = 0
        for i in 0..<field.count {
            let byte = field[i]
            special |= byte == UInt8(ascii: ",") ? 1 : 0
            special |= byte == UInt8(ascii: "\"") ? 1 : 0
            special |= byte == 0x0A ? 1 : 0
            special |= byte == 0x0D ? 1 : 0
        }
        if special == 0 {
            lines.append(copying: field)
        } else {
            lines.append(UInt8(ascii: "\""))
            for i in 0..<field.count {
                if field[i] == UInt8(ascii: "\"") { lines.append(UInt8(ascii: "\"")) }
                lines.append(field[i])
            }
            lines.append(UInt8(ascii: "\""))
        }
    }
}
#endif
