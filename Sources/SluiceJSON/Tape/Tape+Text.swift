#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Tape {
    /// The bytes of the text at `offset`.
    private func bytes(atOffset offset: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: strings + offset + 4, count: textCount(atOffset: offset))
    }

    /// Whether the texts at two places are the same.
    func sameText(_ offset: Int, _ other: Tape, _ otherOffset: Int) -> Bool {
        let (a, b) = unsafe (bytes(atOffset: offset), other.bytes(atOffset: otherOffset))
        guard a.count == b.count, a.count > 0 else { return a.count == b.count }
        return unsafe memcmp(a.baseAddress.unsafelyUnwrapped, b.baseAddress.unsafelyUnwrapped, a.count) == 0
    }

    /// Whether the text at `offset` is `text`.
    func text(atOffset offset: Int, is text: Span<UInt8>) -> Bool {
        let count = textCount(atOffset: offset)
        guard count == text.count, count > 0 else { return count == text.count }
        return unsafe text.withUnsafeBytes { other in
            unsafe memcmp(strings + offset + 4, other.baseAddress.unsafelyUnwrapped, count) == 0
        }
    }

    /// Whether the text at `offset` comes before another, by bytes and so by code points.
    func textComesFirst(_ offset: Int, _ other: Tape, _ otherOffset: Int) -> Bool {
        let (a, b) = unsafe (bytes(atOffset: offset), other.bytes(atOffset: otherOffset))
        let common = min(a.count, b.count)
        let order =
            common == 0
            ? 0 : unsafe memcmp(a.baseAddress.unsafelyUnwrapped, b.baseAddress.unsafelyUnwrapped, common)
        return order == 0 ? a.count < b.count : order < 0
    }

    func hashText(atOffset offset: Int, into hasher: inout Hasher) {
        let bytes = unsafe bytes(atOffset: offset)
        hasher.combine(bytes.count)
        unsafe hasher.combine(bytes: bytes)
    }
}
