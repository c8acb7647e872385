/// Writes a sample document of a given size: the same shape, seed and size always give the same bytes.
struct SampleGenerator {
    private var source: any SampleSource

    init(shape: SampleShape, seed: UInt64, indented: Bool = true) {
        switch shape {
        case .statuses: source = StatusSample(seed: seed, indented: indented)
        case .lines: source = LineSample(seed: seed)
        case .floats: source = FloatSample(seed: seed)
        case .bibliography: source = BibliographySample(seed: seed)
        case .map: source = MapSample(seed: seed)
        }
    }

    /// Hands a whole document of at most `size` bytes (but of one record at least) to `write`, about 1 MiB at a time.
    ///
    /// - Returns: the number of records.
    mutating func generate(bytes size: Int, to write: ([UInt8]) throws -> Void) rethrows -> Int {
        try Self.generate(from: &source, bytes: size, to: write)
    }

    private static func generate(
        from source: inout some SampleSource, bytes size: Int, to write: ([UInt8]) throws -> Void
    ) rethrows -> Int {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(chunkBytes + 64 << 10)
        var written = 0
        var records = 0
        chunk += source.opening
        while true {
            let end = chunk.count
            if records > 0 { chunk += source.separator }
            source.appendRecord(to: &chunk)
            if records > 0, written + chunk.count + source.closing.count > size {
                chunk.removeSubrange(end...)
                break
            }
            records += 1
            if chunk.count >= chunkBytes {
                try write(chunk)
                written += chunk.count
                chunk.removeAll(keepingCapacity: true)
            }
        }
        chunk += source.closing
        try write(chunk)
        return records
    }

    private static let chunkBytes = 1 << 20
}

/// Records of one shape, one after the other.
protocol SampleSource {
    /// What stands before the first record.
    var opening: [UInt8] { get }
    /// What stands between two records.
    var separator: [UInt8] { get }
    /// What stands after the last record.
    var closing: [UInt8] { get }
    mutating func appendRecord(to out: inout [UInt8])
}
