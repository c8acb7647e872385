/// A number of bytes for people: three digits and a decimal unit, as in `1.21 GB`.
package struct ByteCount: CustomStringConvertible {
    package let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    package var description: String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        var value = Double(bytes)
        var unit = ""
        for name in ["kB", "MB", "GB", "TB", "PB", "EB"] where value >= 999.5 {
            value /= 1000
            unit = name
        }
        if value >= 99.95 { return "\(Int(value.rounded())) \(unit)" }
        if value >= 9.995 {
            let tenths = Int((value * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) \(unit)"
        }
        return "\(Progress.hundredths(value)) \(unit)"
    }
}
