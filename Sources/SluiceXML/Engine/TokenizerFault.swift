internal import CScan
internal import SluiceCore

/// The scanner's verdicts in words: what was expected, what was found.
enum TokenizerFault {
    static func describe(
        _ found: sluice_xml_batch, at index: Int, in bytes: UnsafeBufferPointer<UInt8>, limits: ParserLimits,
        _ scanner: OpaquePointer
    ) -> (ParseError.Code, String) {
        let here = unsafe self.found(at: index, in: bytes)
        let name = unsafe shown(found.fault_name, found.fault_name_count)
        let detail = unsafe found.fault_detail
        switch unsafe found.fault {
        case SLUICE_XML_UNEXPECTED:
            return (.notWellFormed, "expected \(expected(detail, name)) but found \(here)")
        case SLUICE_XML_TRUNCATED:
            let open = unsafe openElement(scanner)
            if detail == SLUICE_XML_IN_CONTENT, let open {
                return (.truncated, "expected '</\(open)>' but the document ends")
            }
            return (.truncated, "the document ends \(place(detail))")
        case SLUICE_XML_BAD_UTF8: return (.encoding, "expected valid UTF-8 but found \(here)")
        case SLUICE_XML_BAD_CHARACTER: return (.notWellFormed, "\(here) is no character that XML allows")
        case SLUICE_XML_BAD_REFERENCE: return (.notWellFormed, "the reference is to no character that XML allows")
        case SLUICE_XML_MISMATCH:
            return (.notWellFormed, "expected '</\(unsafe openElement(scanner) ?? "")>' but found '</\(name)>'")
        case SLUICE_XML_NOT_OPEN: return (.notWellFormed, "found '</\(name)>' but no element is open")
        case SLUICE_XML_DUPLICATE: return (.notWellFormed, "the element has the attribute '\(name)' twice")
        case SLUICE_XML_UNBOUND_PREFIX: return (.notWellFormed, "the prefix '\(name)' is not declared")
        case SLUICE_XML_BAD_BINDING: return (.notWellFormed, "the namespace declaration '\(name)' is not allowed")
        case SLUICE_XML_BAD_QNAME: return (.notWellFormed, "'\(name)' is not a name with one prefix at most")
        case SLUICE_XML_UNDECLARED_ENTITY: return (.notWellFormed, "the entity '\(name)' is not declared")
        case SLUICE_XML_EXTERNAL_IN_VALUE:
            return (.notWellFormed, "an attribute value refers to the external entity '\(name)'")
        case SLUICE_XML_UNPARSED_ENTITY:
            return (.notWellFormed, "the entity '\(name)' is not XML, and cannot be referred to")
        case SLUICE_XML_RECURSIVE_ENTITY: return (.notWellFormed, "the entity '\(name)' refers to itself")
        case SLUICE_XML_UNBALANCED_ENTITY:
            return (.notWellFormed, "'\(name)': an element must begin and end in the same entity")
        case SLUICE_XML_LESS_IN_VALUE:
            return (.notWellFormed, "an attribute value has '<', which must be written '&lt;'")
        case SLUICE_XML_CDATA_CLOSE: return (.notWellFormed, "text has ']]>', which must be written ']]&gt;'")
        case SLUICE_XML_DOUBLE_HYPHEN: return (.notWellFormed, "a comment has '--', which only ends it")
        case SLUICE_XML_RESERVED_TARGET:
            return (.notWellFormed, "'<?xml' may only stand at the very beginning of the document")
        case SLUICE_XML_SECOND_ROOT:
            return (.notWellFormed, "expected the end of the document, which has one root element")
        case SLUICE_XML_MISPLACED:
            return (
                .notWellFormed,
                detail == SLUICE_XML_WANT_ROOT
                    ? "expected the root element but found \(here)"
                    : "expected nothing behind the root element but found \(here)"
            )
        case SLUICE_XML_LATE_DOCTYPE:
            return (.notWellFormed, "a document type may only stand once, before the root element")
        case SLUICE_XML_LIMIT: return (.limitExceeded, limit(detail, limits))
        default: return (.limitExceeded, "there is not enough memory for this document")
        }
    }

    private static func expected(_ detail: sluice_xml_detail, _ name: String) -> String {
        switch detail {
        case SLUICE_XML_WANT_NAME: "a name"
        case SLUICE_XML_WANT_EQUALS: "'=' after the attribute name '\(name)'"
        case SLUICE_XML_WANT_QUOTE: "a quoted value of the attribute '\(name)'"
        case SLUICE_XML_WANT_TAG_END: "an attribute, '>' or '/>'"
        case SLUICE_XML_WANT_SPACE: "white space between attributes"
        case SLUICE_XML_WANT_SLASH_END: "'>'"
        case SLUICE_XML_WANT_SEMICOLON: "';' after a reference"
        case SLUICE_XML_WANT_DIGIT: "a digit in a character reference"
        case SLUICE_XML_WANT_MARKUP: "a comment, a CDATA section or a document type"
        case SLUICE_XML_WANT_INSTRUCTION_END: "white space or '?>' after the target of a processing instruction"
        default: "something else"
        }
    }

    private static func place(_ detail: sluice_xml_detail) -> String {
        switch detail {
        case SLUICE_XML_IN_TAG: "within a start tag"
        case SLUICE_XML_IN_END_TAG: "within an end tag"
        case SLUICE_XML_IN_MARKUP: "behind '<'"
        case SLUICE_XML_IN_COMMENT: "within a comment"
        case SLUICE_XML_IN_INSTRUCTION: "within a processing instruction"
        case SLUICE_XML_IN_CDATA_SECTION: "within a CDATA section"
        case SLUICE_XML_IN_DOCTYPE: "within a document type"
        case SLUICE_XML_IN_REFERENCE: "within a reference"
        case SLUICE_XML_IN_CHARACTER: "within a character"
        default: "before its root element"
        }
    }

    private static func limit(_ detail: sluice_xml_detail, _ limits: ParserLimits) -> String {
        switch detail {
        case SLUICE_XML_OF_DEPTH: "more than \(limits.depth) elements are open (the limit depth)"
        case SLUICE_XML_OF_ATTRIBUTES:
            "the element has more than \(limits.attributesPerElement) attributes (the limit attributesPerElement)"
        case SLUICE_XML_OF_TAG: "a tag is longer than \(limits.startTagBytes) bytes (the limit startTagBytes)"
        case SLUICE_XML_OF_NAME: "a name is longer than \(limits.nameBytes) bytes (the limit nameBytes)"
        case SLUICE_XML_OF_VALUE:
            "an attribute value is longer than \(limits.attributeValueBytes) bytes (the limit attributeValueBytes)"
        case SLUICE_XML_OF_TEXT: "a text is longer than \(limits.textBytes) bytes (the limit textBytes)"
        case SLUICE_XML_OF_NAMES:
            "names take more memory than they may within a child of the root (the limit nameTableBytes)"
        case SLUICE_XML_OF_ENTITY_DEPTH:
            "more than \(limits.entityDepth) entities are within one another (the limit entityDepth)"
        default:
            "entities make more than \(limits.entityExpansionFactor) times what was read (the limit entityExpansionFactor)"
        }
    }

    /// The innermost element that is open.
    private static func openElement(_ scanner: OpaquePointer) -> String? {
        let depth = unsafe sluice_xml_depth(scanner)
        guard depth > 0 else { return nil }
        var name: UnsafePointer<UInt8>?
        var ordinal = 0
        let count = unsafe sluice_xml_open_element(scanner, depth - 1, &name, &ordinal)
        return unsafe shown(name, count)
    }

    private static let levelsShown = 100

    /// The elements that are open, as a path; of a very deep one both ends.
    /// - Parameter depth: How many of them, if not all.
    /// - Parameter ended: End tokens of others that were open within them.
    static func path(
        of scanner: OpaquePointer, depth: Int? = nil, ended: [UnsafePointer<UInt64>] = unsafe [],
        names: UnsafePointer<UInt64>? = nil
    ) -> String {
        let open = unsafe depth ?? sluice_xml_depth(scanner)
        let levels = open + (unsafe ended.count)
        var path = ""
        for level in 0..<levels {
            if level >= levelsShown / 2, levels - level > levelsShown / 2 {
                if level == levelsShown / 2 { path += "/..." }
                continue
            }
            var name: UnsafePointer<UInt8>?
            var ordinal = 0
            var count = 0
            if level < open {
                unsafe count = sluice_xml_open_element(scanner, level, &name, &ordinal)
            } else if let names = unsafe names {
                // Safe: a token has one of the parser's names; a record holds the address and bytes of the name.
                let token = unsafe ended[level - open]
                let record = unsafe names + 4 * Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF)
                unsafe name = UnsafePointer(bitPattern: UInt(record[0]))
                count = unsafe Int(truncatingIfNeeded: record[1] & 0xFFFF_FFFF)
                ordinal = unsafe Int(truncatingIfNeeded: token[2])
            }
            path += "/" + (unsafe shown(name, count))
            if level > 0, ordinal > 0 { path += "[\(ordinal)]" }
        }
        return path
    }

    /// A name, or its beginning.
    private static func shown(_ name: UnsafePointer<UInt8>?, _ count: Int) -> String {
        let most = 100
        let text = unsafe String(decoding: UnsafeBufferPointer(start: name, count: min(count, most)), as: UTF8.self)
        return count > most ? text + "…" : text
    }

    /// The character at a place, in words.
    static func found(at index: Int, in bytes: [UInt8]) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe found(at: index, in: $0) }
    }

    /// What is wrong with the byte at a place, where no character that XML allows begins.
    static func badCharacter(at index: Int, in bytes: [UInt8]) -> (ParseError.Code, String) {
        var decoder = UTF8()
        var rest = bytes[index...].makeIterator()
        let isText = if case .scalarValue = decoder.decode(&rest) { true } else { false }
        let here = found(at: index, in: bytes)
        return isText
            ? (.notWellFormed, "\(here) is no character that XML allows")
            : (.encoding, "expected valid UTF-8 but found \(here)")
    }

    private static func found(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard index < bytes.count else { return "the end of the document" }
        let byte = unsafe bytes[index]
        switch byte {
        case 0x20: return "a space"
        case 0x0A: return "a line end"
        case 0x09: return "a tab"
        case 0x21..<0x7F: return "'\(Character(Unicode.Scalar(byte)))'"
        default: break
        }
        let rest = unsafe UnsafeBufferPointer(rebasing: bytes[index..<min(index + 4, bytes.count)])
        if byte >= 0x80, let scalar = unsafe String(decoding: rest, as: UTF8.self).unicodeScalars.first,
            scalar != "\u{FFFD}"
        {
            let code = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(4 - code.count, 0)) + code
        }
        let code = String(byte, radix: 16, uppercase: true)
        return "the byte 0x" + (code.count == 1 ? "0" : "") + code
    }
}
