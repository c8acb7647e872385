// For those who have borrowed text instead of tokens.
extension ArenaBuilder {
    mutating func attribute(_ name: UInt32, _ value: Span<UInt8>) throws(Overflow) {
        try unsafe value.withUnsafeBufferPointer { (bytes) throws(Overflow) in try unsafe attribute(name, bytes) }
    }

    mutating func text(_ text: Span<UInt8>) throws(Overflow) {
        try unsafe text.withUnsafeBufferPointer { (bytes) throws(Overflow) in try unsafe self.text(bytes) }
    }

    mutating func comment(_ text: Span<UInt8>) throws(Overflow) {
        try unsafe text.withUnsafeBufferPointer { (bytes) throws(Overflow) in
            try unsafe leaf(NodeName.commentNumber, bytes, line: 0)
        }
    }

    mutating func instruction(_ text: Span<UInt8>) throws(Overflow) {
        try unsafe text.withUnsafeBufferPointer { (bytes) throws(Overflow) in
            try unsafe leaf(NodeName.instructionNumber, bytes, line: 0)
        }
    }
}
