internal import CScan

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

    init(capacity: Int = 4096) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
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

    /// Appends text with references in the place of what `escape` says.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>, escaping escape: Escape) {
        let count = bytes.count
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            var done = 0
            while true {
                let run = unsafe sluice_xml_find(start + done, count &- done, escape.mask)
                reserve(run &+ 8)
                // Safe: there is room for the run and a reference.
                unsafe memcpy(base + self.count, start + done, run)
                self.count &+= run
                done &+= run
                if done == count { return }
                append(escape.reference(for: unsafe start[done]))
                done &+= 1
            }
        }
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

        private var isCanonical: Bool { self == .canonicalText || self == .canonicalAttribute }

        @inline(__always)
        var mask: UInt64 {
            let ampersand: UInt64 = 1 << 0x26
            let less: UInt64 = 1 << 0x3C
            let greater: UInt64 = 1 << 0x3E
            let quote: UInt64 = 1 << 0x22
            let carriageReturn: UInt64 = 1 << 0x0D
            let space: UInt64 = 1 << 0x09 | 1 << 0x0A
            return switch self {
            case .text, .canonicalText: ampersand | less | greater | carriageReturn
            case .attribute: ampersand | less | greater | quote | carriageReturn | space
            case .canonicalAttribute: ampersand | less | quote | carriageReturn | space
            case .htmlAttribute: ampersand | greater | quote
            }
        }

        func reference(for byte: UInt8) -> StaticString {
            switch byte {
            case UInt8(ascii: "&"): "&amp;"
            case UInt8(ascii: "<"): "&lt;"
            case UInt8(ascii: ">"): "&gt;"
            case UInt8(ascii: "\""): "&quot;"
            case 0x09: isCanonical ? "&#x9;" : "&#09;"
            case 0x0A: isCanonical ? "&#xA;" : "&#10;"
            default: isCanonical ? "&#xD;" : "&#13;"
            }
        }
    }
}
