internal import CScan

extension JSON {
    /// The nearest Double of a number that is kept as text; an infinity where it is beyond all of them.
    @usableFromInline var doubleOfText: Double {
        let text = borrowedText.utf8
        var double = 0.0
        let isFinite = unsafe text.withUnsafeBufferPointer {
            unsafe sluice_double_of_text($0.baseAddress, $0.count, &double)
        }
        if isFinite { return double }
        return text[0] == UInt8(ascii: "-") ? -.infinity : .infinity
    }

    /// Whether `text` is a number by the grammar of RFC 8259.
    static func isNumber(_ text: Span<UInt8>) -> Bool {
        unsafe text.withUnsafeBufferPointer { unsafe sluice_json_is_number($0.baseAddress, $0.count) }
    }
}
