/// Turns UTF-16 and UTF-32 into UTF-8, in pieces of any size.
///
/// Strict: half a surrogate pair, a value that is no character and a unit cut short are faults. UTF-8 passes through
/// unchecked. Linear in the input; it holds back at most one character.
package struct Transcoder: Sendable {
    package let encoding: TextEncoding
    /// Where the first unit that is not complete starts in the input.
    private var offset: Int
    /// The bytes of a unit that is not complete.
    private var partial: UInt32 = 0
    private var partialBytes = 0
    /// The first half of a pair whose second is to come.
    private var high: UInt32?

    /// Input that is not text in its encoding.
    package struct Fault: Error, Hashable, Sendable {
        /// The first byte of the input that cannot continue a valid text: the first of its unit.
        package let offset: Int
        /// What is wrong there.
        package let message: String
        /// Whether the input just ended too early.
        package let isTruncation: Bool

        package init(offset: Int, message: String, isTruncation: Bool) {
            self.offset = offset
            self.message = message
            self.isTruncation = isTruncation
        }
    }

    /// - Parameter offset: Bytes of the input that are not fed, such as a byte order mark.
    package init(from encoding: TextEncoding, offset: Int = 0) {
        self.encoding = encoding
        self.offset = offset
    }

    /// Appends the text of `bytes` to `output`, as UTF-8.
    /// - Throws: ``Fault``. All text before it has been appended.
    package mutating func feed(_ bytes: Span<UInt8>, into output: inout [UInt8]) throws(Fault) {
        if encoding == .utf8 {
            output.append(copying: bytes)
            offset &+= bytes.count
            return
        }
        // A UTF-16 unit is at most three bytes of UTF-8, a UTF-32 unit four; one character may have been waiting.
        let bound = bytes.count + bytes.count / 2 + 4
        try output.append(addingCapacity: bound) { text throws(Fault) in
            try transcode(bytes, into: &text)
        }
    }

    /// Says that the input is at its end.
    /// - Throws: ``Fault`` where a character is not complete.
    package func finish() throws(Fault) {
        let end = offset &+ partialBytes
        if partialBytes > 0 {
            throw Fault(offset: end, message: "the text ends in the middle of a \(name) unit", isTruncation: true)
        }
        if high != nil {
            throw Fault(offset: end, message: "the text ends in the middle of a surrogate pair", isTruncation: true)
        }
    }

    private var name: String { encoding.unitBytes == 2 ? "UTF-16" : "UTF-32" }

    private mutating func transcode(_ bytes: Span<UInt8>, into text: inout OutputSpan<UInt8>) throws(Fault) {
        let unitBytes = encoding.unitBytes
        let isLittleEndian = encoding.isLittleEndian
        var index = 0
        while index < bytes.count {
            while partialBytes < unitBytes, index < bytes.count {
                let byte = UInt32(bytes[index])
                partial = isLittleEndian ? partial | byte << UInt32(8 * partialBytes) : partial << 8 | byte
                partialBytes += 1
                index += 1
            }
            if partialBytes < unitBytes { return }
            let unit = partial
            partial = 0
            partialBytes = 0
            try take(unit, into: &text)
            offset &+= unitBytes
        }
    }

    /// One unit, which starts at `offset`.
    private mutating func take(_ unit: UInt32, into text: inout OutputSpan<UInt8>) throws(Fault) {
        guard encoding.unitBytes == 2 else { return try takeScalar(unit, into: &text) }
        if let first = high {
            guard 0xDC00..<0xE000 ~= unit else { throw fault("half a surrogate pair", first) }
            high = nil
            try takeScalar(0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00), into: &text)
        } else if 0xD800..<0xDC00 ~= unit {
            high = unit
        } else if 0xDC00..<0xE000 ~= unit {
            throw fault("half a surrogate pair", unit)
        } else {
            try takeScalar(unit, into: &text)
        }
    }

    private func takeScalar(_ value: UInt32, into text: inout OutputSpan<UInt8>) throws(Fault) {
        guard let scalar = Unicode.Scalar(value) else { throw fault("a value that is no character", value) }
        if value < 0x80 { return text.append(UInt8(truncatingIfNeeded: value)) }
        for byte in scalar.utf8 { text.append(byte) }
    }

    private func fault(_ what: String, _ value: UInt32) -> Fault {
        let digits = String(value, radix: 16, uppercase: true)
        return Fault(offset: offset, message: "\(name) text has \(what): 0x\(digits)", isTruncation: false)
    }
}
