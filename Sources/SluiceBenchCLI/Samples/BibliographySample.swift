/// A bibliography as XML, in the manner of DBLP: many small elements, names with and without accents, some markup in
/// titles, entities.
struct BibliographySample: SampleSource {
    let opening = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dblp>\n".utf8)
    let separator: [UInt8] = []
    let closing = Array("</dblp>\n".utf8)

    private var random: SampleRandom
    private var number = 0

    init(seed: UInt64) { random = SampleRandom(seed: seed) }

    mutating func appendRecord(to out: inout [UInt8]) {
        number += 1
        let kind = Self.kinds[random.below(Self.kinds.count)]
        let year = 1970 + random.below(55)
        out += "<\(kind) mdate=\"20\(10 + random.below(15))-0\(1 + random.below(9))-1\(random.below(10))\" key=\"".utf8
        out += "\(kind == "article" ? "journals" : "conf")/w\(random.below(900))/\(number)\">\n".utf8
        for _ in 0..<(1 + random.below(5)) { append("author", 2, to: &out) }
        out += "<title>".utf8
        for index in 0..<(4 + random.below(10)) {
            if index > 0 { out += Self.gaps[random.below(64) < Self.gaps.count ? random.below(Self.gaps.count) : 0] }
            appendWord(to: &out)
        }
        out += ".</title>\n".utf8
        out += "<pages>\(random.below(900))-\(900 + random.below(90))</pages>\n<year>\(year)</year>\n".utf8
        out += "<volume>\(random.below(80))</volume>\n".utf8
        append(kind == "article" ? "journal" : "booktitle", 3, to: &out)
        out += "<ee type=\"oa\">https://doi.org/10.\(1000 + random.below(8000))/s\(random.next() >> 20)</ee>\n".utf8
        out += "<url>db/\(kind)/v\(random.below(90)).html#n\(number)</url>\n</\(kind)>\n".utf8
    }

    private mutating func append(_ name: String, _ words: Int, to out: inout [UInt8]) {
        out += "<\(name)>".utf8
        for index in 0..<words {
            if index > 0 { out.append(UInt8(ascii: " ")) }
            appendWord(to: &out)
        }
        out += "</\(name)>\n".utf8
    }

    private mutating func appendWord(to out: inout [UInt8]) {
        let language = random.chance(85) ? 0 : [2, 4, 5][random.below(3)]
        SampleVocabulary.all[language].append(word: &out, random: &random)
    }

    private static let kinds = ["article", "inproceedings", "article", "inproceedings", "phdthesis"]
    private static let gaps = [" ", " &amp; ", ": ", " <i>n</i> ", " &#8722; ", "<sub>2</sub> ", " - ", " &lt; "]
        .map { Array($0.utf8) }
}
