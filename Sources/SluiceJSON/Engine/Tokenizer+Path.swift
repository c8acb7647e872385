internal import CScan

extension Tokenizer {
    /// Levels of a path that an error shows in full; of a deeper one it shows both ends.
    private static let levelsShown = 100

    /// Where in the document's structure the scanner stands, as a JSON Pointer (RFC 6901).
    func path(_ scanner: OpaquePointer, _ found: sluice_json_batch, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        let depth = unsafe sluice_json_depth(scanner)
        var path = ""
        for level in 0..<depth {
            if level >= Self.levelsShown / 2, depth - level > Self.levelsShown / 2 {
                if level == Self.levelsShown / 2 { path += "/..." }
                continue
            }
            var name: UnsafePointer<UInt8>?
            var count = 0
            var index: UInt64 = 0
            let isMember = unsafe sluice_json_step(scanner, bytes.baseAddress, level, &name, &count, &index)
            if level == depth - 1, unsafe !isInside(found, isMember: isMember) { break }
            path += "/"
            if isMember {
                path += unsafe Self.escaped(UnsafeBufferPointer(start: name, count: count))
            } else {
                path += String(index)
            }
        }
        return path
    }

    /// Whether the place is inside the innermost container's current member or element, not beside it.
    private func isInside(_ found: sluice_json_batch, isMember: Bool) -> Bool {
        switch unsafe found.expected {
        case SLUICE_EXPECT_VALUE: true
        case SLUICE_EXPECT_VALUE_OR_END: !isMember
        case SLUICE_EXPECT_COLON: unsafe found.inside != UInt8(ascii: "k")
        default: false
        }
    }

    /// A raw member name as a reference token: JSON's escapes resolved, those of RFC 6901 made.
    private static func escaped(_ raw: UnsafeBufferPointer<UInt8>) -> String {
        let name = unsafe [UInt8](unsafeUninitializedCapacity: raw.count + 8) { buffer, count in
            var fault = SLUICE_FAULT_NONE
            var faultAt = 0
            let length = unsafe sluice_json_unescape(
                raw.baseAddress, raw.count, false, true, buffer.baseAddress, &fault, &faultAt)
            if length < 0 {
                unsafe _ = buffer.update(fromContentsOf: raw)
                count = raw.count
            } else {
                count = length
            }
        }
        return JSON.referenceToken(String(decoding: name, as: UTF8.self))
    }
}
