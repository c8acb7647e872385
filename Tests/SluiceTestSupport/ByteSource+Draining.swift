public import SluiceCore

extension ByteSource where Self: ~Copyable {
    /// All that is left, read in chunks of this capacity.
    public mutating func drain(chunk capacity: Int = 64 << 10) throws(IOFailure) -> [UInt8] {
        var all: [UInt8] = []
        try drain(chunk: capacity, into: &all)
        return all
    }

    /// The same, keeping in `all` what came before a failure.
    public mutating func drain(chunk capacity: Int = 64 << 10, into all: inout [UInt8]) throws(IOFailure) {
        while true {
            let before = all.count
            try all.append(addingCapacity: capacity) { chunk throws(IOFailure) in try read(into: &chunk) }
            if all.count == before { return }
        }
    }
}
