extension OutputSpan where Element == UInt8 {
    /// Appends as many of `bytes` as there is room for, and says how many.
    @discardableResult
    @_lifetime(self: copy self)
    package mutating func append(fitting bytes: Span<UInt8>) -> Int {
        let taken = min(freeCapacity, bytes.count)
        guard taken > 0 else { return 0 }
        unsafe bytes.withUnsafeBufferPointer { source in
            unsafe withUnsafeMutableBufferPointer { target, count in
                // Safe: both sides hold `taken` bytes, and one is borrowed while the other is held exclusively.
                unsafe (target.baseAddress! + count).initialize(from: source.baseAddress!, count: taken)
                count += taken
            }
        }
        return taken
    }
}

extension Array where Element == UInt8 {
    /// Appends a copy of `bytes`.
    package mutating func append(copying bytes: Span<UInt8>) {
        // Swift 6.3 notes the new count even where nothing is added, and all empty arrays are one.
        if bytes.isEmpty { return }
        append(addingCapacity: bytes.count) { room in _ = room.append(fitting: bytes) }
    }

    /// A copy of `bytes`.
    package init(copying bytes: Span<UInt8>) {
        if bytes.isEmpty {
            self = []
            return
        }
        self.init(capacity: bytes.count) { room in _ = room.append(fitting: bytes) }
    }
}
