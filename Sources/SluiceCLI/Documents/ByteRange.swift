#if Services
import ArgumentParser

/// Bytes [A, B) of a file, written `A-B`; `A-` goes to the end.
struct ByteRange: ExpressibleByArgument, Hashable {
    let bytes: Range<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), let last = ends[1].isEmpty ? .max : Int(ends[1]),
            0 <= first, first <= last
        else { return nil }
        bytes = first..<last
    }
}
#endif
