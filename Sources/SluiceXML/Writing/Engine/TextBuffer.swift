internal import CScan

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Bytes of text under construction, one owner, growing by doubling. Memory comes with the first byte.
@safe @usableFromInline
struct TextBuffer: ~Copyable, @unchecked Sendable {
    // An object, so that what holds it needs no `deinit`: generic code in other modules can then be specialised.
    // Safe: one owner; `out` is the memory's, which no one else has. Without memory there are no bytes, and none is looked
    // at.
    private var memory: ManagedBuffer<Void, UInt8>?
    private(set) var out: UnsafeMutablePointer<UInt8>
    private(set) var capacity = 0
    private let firstCapacity: Int
    /// Bytes that have been written.
    private(set) var count = 0
    /// What characters become that are not ASCII.
    let charset: sluice_xml_charset

    /// - Parameter capacity: What the first byte gets.
    init(capacity: Int = 256, charset: sluice_xml_charset = SLUICE_XML_TO_UTF8) {
        self.charset = charset
        firstCapacity = capacity
        unsafe out = UnsafeMutablePointer(bitPattern: MemoryLayout<UInt8>.alignment)!
    }

    // MARK: Looking

    /// All bytes.
    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // Safe: as many bytes have been written, and they stay in place while `self` is borrowed.
            unsafe _overrideLifetime(Span(_unsafeStart: out, count: count), borrowing: self)
        }
    }

    /// Whether the bytes from `start` on, as many as there are in `other`, are those of `other`.
    func has(_ other: Span<UInt8>, at start: Int) -> Bool {
        guard count - start >= other.count else { return false }
        return unsafe other.withUnsafeBufferPointer { other in
            unsafe other.count == 0 || memcmp(out + start, other.baseAddress!, other.count) == 0
        }
    }

    // MARK: Writing

    /// Makes sure of `room` bytes.
    @inline(__always)
    mutating func reserve(_ room: Int) {
        if capacity - count < room { grow(room) }
    }

    @inline(never)
    private mutating func grow(_ room: Int) {
        let (needed, overflow) = count.addingReportingOverflow(room)
        precondition(!overflow, "There is no memory for so many bytes of XML.")
        capacity = max(2 * capacity, needed, firstCapacity)
        let larger = ManagedBuffer<Void, UInt8>.create(minimumCapacity: capacity) { _ in }
        let bytes = unsafe larger.withUnsafeMutablePointerToElements { unsafe $0 }
        unsafe bytes.update(from: out, count: count)
        unsafe out = bytes
        memory = larger
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        reserve(1)
        unsafe out[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ first: UInt8, _ second: UInt8) {
        reserve(2)
        unsafe (out[count], out[count + 1]) = (first, second)
        count += 2
    }

    /// Writes bytes as they are.
    @inline(__always)
    mutating func put(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe sluice_copy(out + count, base, bytes.count)
        }
        count += bytes.count
    }

    /// Writes a name, which the charset has been found to have.
    @inline(__always)
    mutating func putName(_ name: Span<UInt8>) {
        if charset == SLUICE_XML_TO_LATIN1 { _ = write(name, SLUICE_XML_AS_IS) } else { put(name) }
    }

    /// Writes ASCII as it is.
    @inline(__always)
    mutating func put(_ text: StaticString) {
        put(unsafe Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ bytes: Range<Int>, of other: borrowing TextBuffer) {
        put(other.span.extracting(bytes))
    }

    /// Writes as much of `text` as can be written; returns how many of its bytes that is.
    @inline(__always)
    mutating func write(_ text: Span<UInt8>, _ writing: sluice_xml_writing) -> Int {
        reserve(6 * text.count + 48)
        return writeFitting(text, writing)
    }

    /// The same, as far as the room goes that there is.
    @inline(__always)
    mutating func writeFitting(_ text: Span<UInt8>, _ writing: sluice_xml_writing) -> Int {
        var taken = 0
        unsafe text.withUnsafeBufferPointer {
            unsafe count += sluice_xml_escape(
                $0.baseAddress, $0.count, &taken, out + count, capacity - count, writing, charset)
        }
        return taken
    }

    // MARK: Taking away

    /// Forgets what was written behind the first `kept` bytes.
    mutating func truncate(to kept: Int) { count = min(count, kept) }

    /// Forgets the first `number` bytes.
    mutating func removeFirst(_ number: Int) {
        unsafe out.update(from: out + number, count: count - number)
        count -= number
    }
}
