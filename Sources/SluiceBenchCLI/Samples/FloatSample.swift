/// Outlines on a map (GeoJSON): rings of coordinates of up to 17 digits, and little else.
struct FloatSample: SampleSource {
    let opening = Array(#"{"type":"FeatureCollection","features":["#.utf8) + [UInt8(ascii: "\n")]
    let separator = Array(",\n".utf8)
    let closing = Array("\n]}\n".utf8)

    private var random: SampleRandom
    private var feature = 0

    init(seed: UInt64) { random = SampleRandom(seed: seed) }

    mutating func appendRecord(to out: inout [UInt8]) {
        feature += 1
        out += Self.start
        out.append(decimal: feature)
        out += Self.middle
        var longitude = 10_000_000 + random.below(160_000_000)
        var latitude = 1_000_000 + random.below(80_000_000)
        for i in 0..<(20 + random.below(180)) {
            if i > 0 { out.append(UInt8(ascii: ",")) }
            // A walk along a coast: small steps, both ways.
            longitude = min(max(longitude + random.below(40_001) - 20_000, 0), 180_000_000)
            latitude = min(max(latitude + random.below(40_001) - 20_000, 0), 90_000_000)
            out += Self.pointStart
            append(microdegrees: longitude, to: &out)
            out.append(UInt8(ascii: ","))
            append(microdegrees: latitude, to: &out)
            out.append(UInt8(ascii: "]"))
        }
        out += Self.end
    }

    /// Appends degrees with six digits after the point, most of them followed by the dust that binary leaves
    /// when such a number is printed with 17 digits.
    private mutating func append(microdegrees value: Int, to out: inout [UInt8]) {
        out.append(decimal: value / 1_000_000)
        out.append(UInt8(ascii: "."))
        out.append(decimal: value % 1_000_000, width: 6)
        let dust = random.below(100)
        if dust < 10 { return }
        out += dust < 55 ? Self.zeros : Self.nines
        out.append(decimal: random.below(1000), width: 3)
    }

    private static let start = Array(#"{"type":"Feature","properties":{"id":"#.utf8)
    private static let middle = Array(#"},"geometry":{"type":"Polygon","coordinates":[["#.utf8)
    private static let end = Array("]]}}".utf8)
    private static let pointStart = Array("[-".utf8)
    private static let zeros = Array("000000".utf8)
    private static let nines = Array("999999".utf8)
}
