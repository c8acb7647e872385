/// A number of bytes for people: three digits and a decimal unit, as in `1.21 GB`.
struct ByteCount: CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        // In tenths and hundredths, since the standard library formats no decimals.
        var hundredths = bytes
        var unit = ""
        var scale = 10
        for name in ["kB", "MB", "GB", "TB", "PB", "EB"] {
            unit = name
            hundredths = bytes / scale
            if hundredths < 100_000 || name == "EB" { break }
            scale *= 1000
        }
        if hundredths >= 10_000 { return "\(hundredths / 100) \(unit)" }
        if hundredths >= 1000 { return "\(hundredths / 100).\(hundredths / 10 % 10) \(unit)" }
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) \(unit)"
    }
}
