internal import CScan
internal import SluiceCore

// What is left of a parse while no part of a child of the root is held: another tokenizer can go on with it, and names that
// came with those before can be forgotten.
extension Tokenizer {
    /// Where a document stands between two children of its root, or behind that.
    struct Standing {
        /// A start tag that binds what the root's does. Of a root that has ended: an element.
        let root: [UInt8]
        let position: TextPosition
        /// Bytes of the document so far.
        let received: Int
        let children: [ChildCount]
    }

    /// Bytes of a root's tag, and of its children's names, with which a document rests: what is kept of it, and what going
    /// on costs. Where its children's names have more, places among those of a name are counted anew.
    private static let mostKept = 4 << 10

    /// Where the document stands; `nil` if part of something is held, or more would have to be known to go on.
    /// - Parameter root: What was the same document's before, to be shared.
    func standing(known root: [UInt8]?) -> Standing? {
        guard isBetweenConstructs, decoder.isPlain, depth <= 1, unsafe sluice_xml_has_root(scanner), fault == nil,
            failure == nil, recovery == nil, validation == nil, !isOverLimit,
            let own = depth == 0 ? [] : rootTag(atMost: Self.mostKept)
        else { return nil }
        // Behind the root all are alike.
        let tag = depth == 0 ? Array("<a/>".utf8) : own
        return Standing(
            root: tag == root ? root ?? tag : tag, position: tracker.position, received: received,
            children: depth == 0 ? [] : boundedCounts)
    }

    /// Ready for another document, whose names are likely to be the same.
    func restart() {
        if unsafe !sluice_xml_restart(scanner) { nameTables &+= 1 }
        forgetDocument()
    }

    /// Only the root is open, and names take more than they may.
    func forgetNames() throws {
        isFull = false
        guard let root = rootTag() else { throw fail(tooManyNames()) }
        let children = boundedCounts
        unsafe sluice_xml_reset(scanner)
        nameTables &+= 1
        enter(root, children: children)
        // As often as they come again they would be forgotten again.
        unsafe sluice_xml_keep_names(scanner)
    }

    /// Goes on where another tokenizer stood.
    func resume(_ standing: Standing) {
        restart()
        decoder = InputDecoder(plain: ())
        isAtStart = false
        received = standing.received
        tracker = PositionTracker(startingAt: standing.position)
        enter(standing.root, children: standing.children)
    }

    /// Whether nothing has been read since it was made, or restarted.
    var isFresh: Bool { isAtStart && received == 0 }

    /// A start tag that binds what the root's does, where only that is open; `nil` if there is a document type, which says
    /// more of names than a tag does, or if it has more bytes than it may.
    private func rootTag(atMost most: Int = .max) -> [UInt8]? {
        guard depth == 1, unsafe !sluice_xml_has_type(scanner) else { return nil }
        var tag = [UInt8(ascii: "<")]
        var bytes: UnsafePointer<UInt8>?
        var ordinal = 0
        let count = unsafe sluice_xml_open_element(scanner, 0, &bytes, &ordinal)
        unsafe tag += UnsafeBufferPointer(start: bytes, count: count)
        for index in unsafe 0..<sluice_xml_root_bindings(scanner) where tag.count <= most {
            var (prefix, uri): (UnsafePointer<UInt8>?, UnsafePointer<UInt8>?)
            unsafe (prefix, uri) = (nil, nil)
            var (prefixCount, uriCount) = (0, 0)
            unsafe sluice_xml_root_binding(scanner, index, &prefix, &prefixCount, &uri, &uriCount)
            tag += prefixCount == 0 ? " xmlns=".utf8 : " xmlns:".utf8
            if prefixCount > 0 {
                unsafe tag += UnsafeBufferPointer(start: prefix, count: prefixCount)
                tag.append(UInt8(ascii: "="))
            }
            unsafe Self.appendValue(UnsafeBufferPointer(start: uri, count: uriCount), to: &tag)
        }
        tag.append(UInt8(ascii: ">"))
        return tag.count <= most ? tag : nil
    }

    /// A value in quotes, never longer than it has been written before: those it has fewer of are around it.
    private static func appendValue(_ value: UnsafeBufferPointer<UInt8>, to tag: inout [UInt8]) {
        let single = unsafe value.count { $0 == UInt8(ascii: "'") }
        let double = unsafe value.count { $0 == UInt8(ascii: "\"") }
        let quote = single < double ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        tag.append(quote)
        for index in value.indices {
            let byte = unsafe value[index]
            switch byte {
            case UInt8(ascii: "&"): tag += "&amp;".utf8
            case UInt8(ascii: "<"): tag += "&lt;".utf8
            case quote: tag += quote == UInt8(ascii: "'") ? "&#39;".utf8 : "&#34;".utf8
            case 0x09: tag += "&#9;".utf8
            case 0x0A: tag += "&#10;".utf8
            case 0x0D: tag += "&#13;".utf8
            default: tag.append(byte)
            }
        }
        tag.append(quote)
    }

    private var boundedCounts: [ChildCount] {
        guard unsafe sluice_xml_child_names(scanner) <= Self.mostKept / 16 else { return [] }
        let counts = childCounts
        return counts.reduce(0) { $0 + $1.name.count } <= Self.mostKept ? counts : []
    }

    /// Reads a start tag that nobody hears of, with a scanner that has read nothing.
    func enter(_ root: [UInt8], children: [ChildCount]) {
        unsafe root.withUnsafeBufferPointer {
            let found = unsafe sluice_xml_scan(scanner, $0.baseAddress, $0.count, false)
            precondition(
                unsafe found.fault == SLUICE_XML_FINE && found.consumed == $0.count, "the root has been read before")
        }
        for child in children { count(child) }
    }

    /// Names take more than they may, and cannot be forgotten.
    func tooManyNames() -> ParseError {
        let index = isPending ? pending.consumed : consumed - mark
        return tracker.error(
            .limitExceeded,
            "names take more memory than they may (the limit nameTableBytes), and none is forgotten where there is a document type",
            at: index, in: unsafe seen.span, path: path, sourceName: name)
    }

    /// Bytes of memory that it has.
    var memoryBytes: Int { unsafe sluice_xml_memory(scanner) + pending.capacity }
}
