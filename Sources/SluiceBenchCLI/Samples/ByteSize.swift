/// A number of bytes as people write it: `200MB`, `64KiB`, `1.5GB`, `4096`.
struct ByteSize: Sendable, Hashable {
    let bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    /// `nil` where the text is no size, or one beyond memory.
    init?(_ text: String) {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(digits.count).lowercased()
        guard let number = Double(digits), let factor = Self.factors[unit] else { return nil }
        guard let bytes = Int(exactly: (number * factor).rounded()) else { return nil }
        self.bytes = bytes
    }

    private static let factors: [String: Double] = [
        "": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824,
    ]
}

extension ByteSize: CustomStringConvertible {
    /// `631.5 KB`: three or four digits and a decimal unit.
    var description: String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["KB", "MB", "GB", "TB"] where value >= 1000 {
            value /= 1000
            unit = next
        }
        let tenths = (value * 10).rounded() / 10
        return unit == "B" || tenths >= 100 && tenths.rounded() == tenths
            ? "\(Int(tenths)) \(unit)" : "\(tenths) \(unit)"
    }
}
