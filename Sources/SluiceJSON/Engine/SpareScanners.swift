internal import CScan
internal import SluiceCore

/// Scanners that scan nothing, for those who begin: a new one is so large that the system has to be asked for its memory.
///
/// What it keeps is bounded. Everything here may be called from any thread.
@safe
enum SpareScanners {
    @safe
    private struct Spare: @unchecked Sendable {
        // Safe: one owner at a time: the spares, or who took it.
        let scanner: OpaquePointer
    }

    private static let spare = Locked<[Spare]>([])
    private static let most = 8
    /// Bytes that a kept one may have.
    private static let largest = 512 << 10

    /// A scanner that has read nothing.
    static func take(_ options: sluice_json_options) -> OpaquePointer {
        let warm: Spare? = spare.withLock { $0.popLast() }
        if let warm {
            unsafe sluice_json_renew(warm.scanner, options)
            return unsafe warm.scanner
        }
        guard let scanner = unsafe sluice_json_new(options) else { fatalError("sluice_json_new: out of memory") }
        return unsafe scanner
    }

    /// Takes back one that nobody uses any more.
    static func give(_ scanner: OpaquePointer) {
        let given = unsafe Spare(scanner: scanner)
        let isKept =
            unsafe sluice_json_memory(scanner) <= largest
            && spare.withLock { spare in
                guard spare.count < most else { return false }
                spare.append(given)
                return true
            }
        if !isKept { unsafe sluice_json_free(scanner) }
    }
}
