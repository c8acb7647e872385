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

    /// A number that was kept as text, in 64 bits where they hold it.
    static func binaryNumber(_ value: JSON) -> JSON {
        let text = value.borrowedText.utf8
        var bits: UInt64 = 0
        let tag = unsafe text.withUnsafeBufferPointer { unsafe sluice_number_of_text($0.baseAddress, $0.count, &bits) }
        let isText = tag == Tape.Tag.numberText.rawValue
        return isText ? value : JSON(owner: nil, bits: bits, tag: Tape.Tag(rawValue: tag))
    }

    /// Whether `text` is a number by the grammar of RFC 8259.
    static func isNumber(_ text: Span<UInt8>) -> Bool {
        unsafe text.withUnsafeBufferPointer { unsafe sluice_json_is_number($0.baseAddress, $0.count) }
    }
}
