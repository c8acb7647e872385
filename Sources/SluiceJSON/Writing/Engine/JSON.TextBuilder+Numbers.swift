internal import CScan

extension JSON.TextBuilder {
    /// Writes a number's text as it is; canonically, as the nearest Double.
    @usableFromInline @discardableResult
    mutating func number(_ utf8: Span<UInt8>) throws(WriterError) -> Bool {
        let isNumber = unsafe utf8.withUnsafeBufferPointer {
            unsafe sluice_json_is_number($0.baseAddress, $0.count)
        }
        if isNumber && !isCanonical { return try raw(utf8) }
        // Safe: whatever the bytes are, String repairs what is not UTF-8.
        let characters = unsafe utf8.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        if isNumber {
            guard let value = Double(characters), value.isFinite else {
                throw WriterError(.number, "expected a number within the range of Double but found \(characters)")
            }
            return try double(value)
        }
        switch characters {
        case "NaN": return try double(.nan)
        case "Infinity": return try double(.infinity)
        case "-Infinity": return try double(-.infinity)
        default: throw WriterError(.number, "expected a number but found '\(characters)'")
        }
    }

    @usableFromInline @discardableResult
    mutating func double(_ value: Double) throws(WriterError) -> Bool {
        guard value.isFinite else { return try nonFinite(value) }
        try beginValue()
        unsafe text.count += sluice_json_double_to_text(value, text.out + text.count, Int32(text.doubles))
        unsafe sluice_json_text_end_value(&text)
        return isFull
    }

    @usableFromInline @discardableResult
    mutating func integer(_ value: Int64) throws(WriterError) -> Bool {
        if isCanonical, Int64(exactly: Double(value)) != value { return try double(Double(value)) }
        try beginValue()
        unsafe text.count += sluice_json_int64_to_text(value, text.out + text.count)
        unsafe sluice_json_text_end_value(&text)
        return isFull
    }

    @usableFromInline @discardableResult
    mutating func integer(_ value: UInt64) throws(WriterError) -> Bool {
        if isCanonical, UInt64(exactly: Double(value)) != value { return try double(Double(value)) }
        try beginValue()
        unsafe text.count += sluice_json_uint64_to_text(value, text.out + text.count)
        unsafe sluice_json_text_end_value(&text)
        return isFull
    }

    private mutating func nonFinite(_ value: Double) throws(WriterError) -> Bool {
        let name = value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
        switch nonFinite {
        case .null: return try literal(.null)
        case .literal: return try raw(name.utf8.span)
        case .reject: throw WriterError(.number, "expected a finite number but found \(name)")
        }
    }
}
