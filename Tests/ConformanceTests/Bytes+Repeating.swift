extension [UInt8] {
    /// A text, so many times in a row.
    init(repeating text: String, times: Int) {
        self.init(repeating: Array(text.utf8), times: times)
    }

    /// The same of bytes. It doubles what it has: tests are not optimized.
    init(repeating unit: [UInt8], times: Int) {
        self = unit.isEmpty || times == 0 ? [] : unit
        let total = unit.count * times
        reserveCapacity(total)
        while count < total { append(contentsOf: self[..<Swift.min(count, total - count)]) }
    }
}
