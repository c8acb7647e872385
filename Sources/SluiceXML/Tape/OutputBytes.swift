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
    // Owned: made in init or by growth, freed in deinit.
    private var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int
    private let illegalCharacters: XML.WriterOptions.IllegalCharacters
    /// What is wrong with the first character that was refused, and left out.
    private(set) var refusal: String?

    init(capacity: Int = 4096, illegalCharacters: XML.WriterOptions.IllegalCharacters = .reject) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
        self.illegalCharacters = illegalCharacters
    }

    deinit { unsafe base.deallocate() }

    /// All of it.
    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let span = unsafe Span(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    private mutating func reserve(_ more: Int) { if count &+ more > capacity { grow(more) } }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let wanted = max(count + more, 2 * capacity)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        unsafe larger.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = wanted
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        // Safe: there is room.
        unsafe base[count] = byte
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        // Safe: there is room, and the bytes are borrowed from elsewhere.
        unsafe bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe memcpy(base + count, start, source.count) }
        }
        count &+= bytes.count
    }

    @inline(__always)
    mutating func append(_ bytes: ContiguousArray<UInt8>) { append(bytes.span) }

    @inline(__always)
    mutating func append(_ range: Range<Int>, of bytes: ContiguousArray<UInt8>) {
        append(bytes.span.extracting(range))
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        unsafe append(_overrideLifetime(Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount), copying: ()))
    }

    mutating func append(_ text: String) { append(text.utf8.span) }

    /// Appends text with references in the place of what `escape` says. Characters that XML does not allow are refused,
    /// replaced or left out.
    mutating func append(_ bytes: Span<UInt8>, escaping escape: Escape) {
        let count = bytes.count
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            var done = 0
            while done < count {
                reserve(count &- done &+ Self.escapeRoom)
                var taken = 0
                let room = capacity &- self.count
                // Safe: it writes to the room that there is, and reads the rest of the text.
                let written = unsafe sluice_xml_escape(
                    start + done, count &- done, &taken, base + self.count, room, escape.writing, SLUICE_XML_TO_UTF8)
                self.count &+= written
                done &+= taken
                if done < count, room &- written >= Self.escapeRoom {
                    done &+= replaceIllegal(bytes, at: done, escape)
                }
            }
        }
    }

    /// With so much room, only a character that XML does not allow stops the escaping.
    private static var escapeRoom: Int { 48 }

    /// Returns the bytes of the character.
    @inline(never)
    private mutating func replaceIllegal(_ bytes: Span<UInt8>, at index: Int, _ escape: Escape) -> Int {
        switch illegalCharacters {
        case .reject: refusal = refusal ?? XML.TextBuilder.illegal(bytes, at: index).message
        case .replace(let other):
            if XML.TextBuilder.isCharacter(other.value) { append(String(other).utf8.span, escaping: escape) }
        case .remove: break
        }
        return XML.TextBuilder.character(of: bytes, at: index).bytes
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
