internal import CZlib

/// zlib's decompressor, set for gzip: header, data and checksum of one member at a time.
@safe struct Inflater: ~Copyable, @unchecked Sendable {
    // zlib points back at it, so it must not move. Made in init, freed in deinit.
    private let stream: UnsafeMutablePointer<z_stream>

    /// What one call came to.
    enum Outcome: Equatable {
        /// It got on: there may be more.
        case goesOn
        /// It could do nothing without more input.
        case needsInput
        /// The member is complete and its checksum is right.
        case memberEnd
        /// The data cannot be what a compressor wrote.
        case damaged(String)
    }

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15: the largest window; 16 more: gzip.
        let code = unsafe inflateInit2_(
            stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(
            code == Z_OK, "zlib cannot start: out of memory, or another version at run time than it was built with")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Makes ready for another member.
    func restart() { unsafe inflateReset(stream) }

    /// Appends what `input` comes to, until either runs out; says how much of it was used. `output` has room.
    func inflate(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> (used: Int, outcome: Outcome) {
        let input = input.extracting(first: Int(UInt32.max))
        let code = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target, count in
                let room = min(target.count - count, Int(UInt32.max))
                // Safe: zlib reads and writes at most what it is told is there, and keeps neither pointer.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(source.count)
                unsafe stream.pointee.next_out = target.baseAddress! + count
                unsafe stream.pointee.avail_out = UInt32(room)
                let code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                count += unsafe room - Int(stream.pointee.avail_out)
                return code
            }
        }
        let used = unsafe input.count - Int(stream.pointee.avail_in)
        switch code {
        case Z_OK: return (used, .goesOn)
        case Z_BUF_ERROR: return (used, .needsInput)
        case Z_STREAM_END: return (used, .memberEnd)
        case Z_MEM_ERROR: return (used, .damaged("out of memory"))
        default:
            let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
            return (used, .damaged(reason ?? "the data is damaged"))
        }
    }
}
