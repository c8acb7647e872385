/// A map as XML, in the manner of OpenStreetMap: hardly any text, many attributes.
struct MapSample: SampleSource {
    let opening = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <osm version="0.6" generator="sample">
         <bounds minlat="48.0" minlon="11.0" maxlat="49.0" maxlon="12.0"/>

        """.utf8)
    let separator: [UInt8] = []
    let closing = Array("</osm>\n".utf8)

    private var random: SampleRandom
    private var id = 100_000

    init(seed: UInt64) { random = SampleRandom(seed: seed) }

    mutating func appendRecord(to out: inout [UInt8]) {
        id += 1 + random.below(20)
        if random.chance(85) {
            out += " <node id=\"\(id)\" lat=\"48.\(digits(7))\" lon=\"11.\(digits(7))\"".utf8
            appendOrigin(to: &out)
            if random.chance(90) {
                out += "/>\n".utf8
            } else {
                out += ">\n".utf8
                for _ in 0...random.below(4) { appendTag(to: &out) }
                out += " </node>\n".utf8
            }
        } else {
            out += " <way id=\"\(id)\"".utf8
            appendOrigin(to: &out)
            out += ">\n".utf8
            for _ in 0..<(2 + random.below(12)) { out += "  <nd ref=\"\(100_000 + random.below(id))\"/>\n".utf8 }
            for _ in 0...random.below(5) { appendTag(to: &out) }
            out += " </way>\n".utf8
        }
    }

    private mutating func appendOrigin(to out: inout [UInt8]) {
        out += " version=\"\(1 + random.below(9))\" changeset=\"\(1_000_000 + random.below(90_000_000))\"".utf8
        out += " timestamp=\"20\(10 + random.below(15))-0\(1 + random.below(9))-1\(random.below(10))T1".utf8
        out += "\(random.below(10)):2\(random.below(10)):3\(random.below(10))Z\"".utf8
        out += " user=\"user\(random.below(5000))\" uid=\"\(random.below(500_000))\" visible=\"true\"".utf8
    }

    private mutating func appendTag(to out: inout [UInt8]) {
        out += "  <tag k=\"\(Self.keys[random.below(Self.keys.count)])\" v=\"".utf8
        let language = random.chance(70) ? 4 : random.below(SampleVocabulary.all.count)
        SampleVocabulary.all[language].append(word: &out, random: &random)
        if random.chance(5) { out += " &amp; &quot;x&quot;".utf8 }
        out += "\"/>\n".utf8
    }

    private mutating func digits(_ count: Int) -> String {
        String(String(10_000_000 + random.below(10_000_000)).suffix(count))
    }

    private static let keys = ["name", "highway", "building", "addr:street", "addr:housenumber", "surface", "source"]
}
