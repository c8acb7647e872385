#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Where the first newline is in `bytes` from `place` on; `nil` where there is none.
func firstNewline(in bytes: Span<UInt8>, from place: Int) -> Int? {
    guard place < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { bytes in
        let base = bytes.baseAddress!
        // Safe: the bytes from `place` to the end are there, and what is found is among them.
        return unsafe memchr(base + place, 0x0A, bytes.count - place).map { unsafe UnsafeRawPointer($0) - base }
    }
}
