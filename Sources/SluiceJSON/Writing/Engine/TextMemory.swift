#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The memory behind text under construction: one owner, freed together.
///
/// A class, so that what holds it needs no `deinit`: generic code in other modules can then be specialised.
@safe
final class TextMemory {
    // Safe: only this object frees them, and whoever holds it asks again after it let them grow.
    private(set) var bytes: UnsafeMutablePointer<UInt8>?
    private(set) var kinds: UnsafeMutablePointer<UInt64>?
    let separators: UnsafeMutablePointer<UInt8>

    /// Copies the separators, one after the other.
    init(_ item: String, _ key: String, _ indent: String) {
        let count = item.utf8.count + key.utf8.count + indent.utf8.count
        unsafe separators = .allocate(capacity: max(count, 1))
        var next = unsafe separators
        func append(_ text: String) {
            for byte in text.utf8 {
                unsafe next.pointee = byte
                unsafe next += 1
            }
        }
        append(item)
        append(key)
        append(indent)
    }

    deinit {
        unsafe free(bytes)
        unsafe free(kinds)
        unsafe separators.deallocate()
    }

    /// Room for `capacity` bytes; what was there stays.
    func growBytes(to capacity: Int) {
        guard let memory = unsafe realloc(bytes, capacity) else {
            preconditionFailure("There is no memory for \(capacity) bytes of JSON.")
        }
        unsafe bytes = memory.assumingMemoryBound(to: UInt8.self)
    }

    /// Room for `capacity` bits, a multiple of 64.
    func growKinds(to capacity: Int) {
        guard let memory = unsafe realloc(kinds, capacity / 8) else {
            preconditionFailure("There is no memory for \(capacity) open containers.")
        }
        unsafe kinds = memory.assumingMemoryBound(to: UInt64.self)
    }
}
