internal import CScan
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Text on its way out: it grows, and is taken away and begun again.
@safe
struct OutputBytes: ~Copyable {
    // Owned: grown by C, freed in deinit.
    private var output = unsafe sluice_xml_output()
    private let rejectsIllegal: Bool
    /// What is wrong with the first character that was refused, and left out.
    private(set) var refusal: String?

    init(capacity: Int = 4096, illegalCharacters: XML.WriterOptions.IllegalCharacters = .reject) {
        rejectsIllegal = illegalCharacters == .reject
        if case .replace(let other) = illegalCharacters, XML.TextBuilder.isCharacter(other.value) {
            for byte in String(other).utf8 {
                unsafe withUnsafeMutableBytes(of: &output.replacement) { unsafe $0[output.replacement_count] = byte }
                unsafe output.replacement_count += 1
            }
        }
        reserve(capacity)
    }

    deinit { unsafe free(output.bytes) }

    var count: Int { unsafe output.count }

    /// All of it.
    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let span = unsafe Span(_unsafeStart: UnsafePointer(output.bytes), count: output.count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// All of it, as a text.
    var string: String {
        // Safe: what is written was UTF-8, and is cut nowhere.
        var text = unsafe UTF8Span(unchecked: span)
        _ = text.checkForASCII()
        return String(copying: text)
    }

    mutating func removeAll() { unsafe output.count = 0 }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if unsafe output.capacity &- output.count >= more { return }
        precondition(unsafe sluice_xml_output_grow(&output, more), Self.noMemory)
    }

    private static var noMemory: String { "There is no memory for so many bytes of XML." }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        // Safe: there is room.
        unsafe output.bytes[output.count] = byte
        unsafe output.count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        // Safe: there is room, and the bytes are borrowed from elsewhere.
        unsafe bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe memcpy(output.bytes + output.count, start, source.count) }
        }
        unsafe output.count &+= bytes.count
    }

    @inline(__always)
    mutating func append(_ bytes: ContiguousArray<UInt8>) { append(bytes.span) }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        unsafe append(_overrideLifetime(Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount), copying: ()))
    }

    mutating func append(_ text: String) { append(text.utf8.span) }

    /// Appends text with references in the place of what `escape` says. Characters that XML does not allow are refused,
    /// replaced or left out.
    mutating func append(_ bytes: Span<UInt8>, escaping escape: Escape) {
        let isWritten = unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return true }
            return unsafe sluice_xml_output_escape(&output, start, source.count, escape.writing)
        }
        precondition(isWritten, Self.noMemory)
        noteRefusal()
    }

    /// Appends what comes next in a walk through a tree, until there are `limit` bytes.
    mutating func append(
        _ walk: inout sluice_xml_walk, _ names: UnsafePointer<sluice_xml_written_name>?, limit: Int
    ) -> sluice_xml_walk_status {
        let status = unsafe sluice_xml_tree_write(&walk, &output, names, limit)
        precondition(status != SLUICE_XML_WALK_NO_MEMORY, Self.noMemory)
        noteRefusal()
        return status
    }

    @inline(__always)
    private mutating func noteRefusal() { if unsafe output.refused != nil { takeRefusal() } }

    @inline(never)
    private mutating func takeRefusal() {
        // Safe: the text at fault is still there: it was written just now.
        let rest = unsafe UnsafeBufferPointer(start: output.refused, count: output.refused_count)
        if rejectsIllegal { refusal = refusal ?? XML.TextBuilder.illegal(unsafe rest.span, at: 0).message }
        unsafe output.refused = nil
    }

    /// Which bytes are written as references.
    enum Escape {
        /// `&`, `<`, `>` and the carriage return, which would be read as a line's end.
        case text
        /// These, the quotation mark, the tab and the line feed.
        case attribute
        /// In HTML: `&`, `>` and the quotation mark.
        case htmlAttribute
        /// In canonical XML: as in text; numbers are hexadecimal.
        case canonicalText
        /// In canonical XML: `&`, `<`, the quotation mark, tab, line feed and carriage return.
        case canonicalAttribute
        /// None.
        case nothing

        @inline(__always)
        var writing: sluice_xml_writing {
            switch self {
            case .text: SLUICE_XML_AS_TEXT
            case .attribute: SLUICE_XML_AS_TREE_VALUE
            case .htmlAttribute: SLUICE_XML_AS_HTML_VALUE
            case .canonicalText: SLUICE_XML_AS_CANONICAL_TEXT
            case .canonicalAttribute: SLUICE_XML_AS_CANONICAL_VALUE
            case .nothing: SLUICE_XML_AS_IS
            }
        }
    }
}
