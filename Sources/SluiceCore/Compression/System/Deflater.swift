internal import CZlib

/// zlib's compressor, set for gzip: one member.
@safe struct Deflater: ~Copyable, @unchecked Sendable {
    // zlib points back at it, so it must not move. Made in init, freed in deinit.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameter level: 0 (none) to 9 (smallest).
    init(level: Int) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15: the largest window; 16 more: gzip, with no name and no time, so that the same bytes give the same file.
        let code = unsafe deflateInit2_(
            stream, Int32(min(max(level, 0), 9)), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(
            code == Z_OK, "zlib cannot start: out of memory, or another version at run time than it was built with")
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Appends what zlib has ready after `input`, until `output` is full; says how much of `input` was used, and whether
    /// all is done: the input used up, or with `finishing` the trailer written.
    func deflate(
        _ input: Span<UInt8>, into output: inout OutputSpan<UInt8>, finishing: Bool
    ) -> (used: Int, isDone: Bool) {
        let input = input.extracting(first: Int(UInt32.max))
        let code = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target, count in
                let room = min(target.count - count, Int(UInt32.max))
                // Safe: zlib reads and writes at most what it is told is there, and keeps neither pointer.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(source.count)
                unsafe stream.pointee.next_out = target.baseAddress! + count
                unsafe stream.pointee.avail_out = UInt32(room)
                let code = unsafe CZlib.deflate(stream, finishing ? Z_FINISH : Z_NO_FLUSH)
                count += unsafe room - Int(stream.pointee.avail_out)
                return code
            }
        }
        let used = unsafe input.count - Int(stream.pointee.avail_in)
        return (used, finishing ? code == Z_STREAM_END : used == input.count)
    }
}
