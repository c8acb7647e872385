#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Turns text of an encoding that the system knows into UTF-8, in pieces of any size: `iconv`.
///
/// Linear in the input. It holds back what a piece's end cuts, one character at most, and the shift state of encodings
/// that have one.
@safe package final class SystemDecoder {
    // Owned: opened in init, closed in deinit.
    private let converter: iconv_t
    /// The first bytes of a character whose others are to come.
    private var rest: [UInt8] = []

    /// Input that is not text in the encoding.
    package struct Fault: Error, Hashable {
        /// The first byte that cannot be read; `nil` where the input just ended too early.
        package let byte: UInt8?
    }

    /// `nil` where the system does not know the encoding.
    package init?(_ encoding: String) {
        // Some systems read more than a name out of it: `//IGNORE`, lists, or the locale's encoding where it is empty.
        guard !encoding.isEmpty, encoding.utf8.allSatisfy(Self.isNameByte) else { return nil }
        let opened: iconv_t? = unsafe iconv_open("UTF-8", encoding)
        guard let opened = unsafe opened, Int(bitPattern: opened) != -1 else { return nil }
        unsafe converter = opened
    }

    deinit { unsafe _ = iconv_close(converter) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }

    /// Appends the text of `bytes` to `output`.
    /// - Throws: ``Fault``. All text before it has been appended.
    package func feed(_ bytes: Span<UInt8>, into output: inout [UInt8]) throws(Fault) {
        if rest.isEmpty { return try convert(bytes, into: &output) }
        var all = rest
        rest = []
        all.append(copying: bytes)
        try convert(all.span, into: &output)
    }

    /// Says that the input is at its end, and appends what was held back.
    /// - Throws: ``Fault`` where a character is not complete.
    package func finish(into output: inout [UInt8]) throws(Fault) {
        guard rest.isEmpty else { throw Fault(byte: nil) }
        // Some characters wait for one that they combine with.
        output.append(addingCapacity: 64) { room in
            unsafe room.withUnsafeMutableBufferPointer { target, count in
                var to: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(target.baseAddress!)
                    .assumingMemoryBound(to: CChar.self)
                var free = target.count
                // Safe: it writes `free` bytes at most, and says how many are left.
                unsafe _ = iconv(converter, nil, nil, &to, &free)
                count = target.count - free
            }
        }
    }

    private func convert(_ bytes: Span<UInt8>, into output: inout [UInt8]) throws(Fault) {
        var done = 0
        while done < bytes.count {
            var failure: Int32 = 0
            output.append(addingCapacity: 2 * (bytes.count - done) + 64) { room in
                unsafe bytes.withUnsafeBufferPointer { source in
                    unsafe room.withUnsafeMutableBufferPointer { target, count in
                        // Safe: it reads `left` bytes and writes `free` bytes at most, and says how many of each are left.
                        // The input is not written to, although its type allows it.
                        var from: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(
                            mutating: source.baseAddress! + done
                        ).assumingMemoryBound(to: CChar.self)
                        var to: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutableRawPointer(target.baseAddress!)
                            .assumingMemoryBound(to: CChar.self)
                        var left = bytes.count - done
                        var free = target.count
                        if unsafe iconv(converter, &from, &left, &to, &free) == -1 { failure = errno }
                        done = bytes.count - left
                        count = target.count - free
                    }
                }
            }
            switch failure {
            case 0, E2BIG: continue
            case EINVAL:
                rest = [UInt8](copying: bytes.extracting(done...))
                // No character is that long.
                if rest.count > 32 { throw Fault(byte: rest[0]) }
                return
            default: throw Fault(byte: done < bytes.count ? bytes[done] : nil)
            }
        }
    }
}
