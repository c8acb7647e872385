/// The log of a web server as NDJSON: one flat-ish record of about 1 KiB a line.
struct LineSample: SampleSource {
    let opening: [UInt8] = []
    let separator = Array("\n".utf8)
    let closing = Array("\n".utf8)

    private var random: SampleRandom
    private var millisecond = 1_735_689_600_000
    private let template = SampleTemplate<LineHole>(LineHole.record, indented: false)

    init(seed: UInt64) { random = SampleRandom(seed: seed) }

    mutating func appendRecord(to out: inout [UInt8]) {
        millisecond += random.below(40)
        template.render(into: &out) { hole, out in fill(hole, &out) }
    }

    private mutating func fill(_ hole: LineHole, _ out: inout [UInt8]) {
        switch hole {
        case .time:
            out.append(timestamp: millisecond / 1000)
            out.append(UInt8(ascii: "."))
            out.append(decimal: millisecond % 1000, width: 3)
            out.append(UInt8(ascii: "Z"))
        case .level: out += Self.levels[random.below(Self.levels.count)]
        case .method: out += Self.methods[random.below(Self.methods.count)]
        case .status: out += Self.statuses[random.below(Self.statuses.count)]
        case .wide: out.append(decimal: random.next() >> 1)
        case .number: out.append(decimal: random.below(1 << (1 + random.below(22))))
        case .octet: out.append(decimal: random.below(256))
        case .fraction: out.append(decimal: random.below(1_000_000), width: 6)
        case .flag: out += random.chance(50) ? Self.yes : Self.no
        case .hex: append(hexDigits: &out)
        case .word: vocabulary().append(word: &out, random: &random)
        case .text: vocabulary().append(text: 120 + random.below(360), to: &out, random: &random)
        }
    }

    private mutating func vocabulary() -> SampleVocabulary {
        // A server's log is mostly English.
        SampleVocabulary.all[random.chance(80) ? 0 : random.below(SampleVocabulary.all.count)]
    }

    private mutating func append(hexDigits out: inout [UInt8]) {
        var bits = random.next()
        for _ in 0..<16 {
            out.append(Self.digits[Int(bits & 15)])
            bits >>= 4
        }
    }

    private static let levels = ["info", "info", "info", "debug", "warning", "error"].map { Array($0.utf8) }
    private static let methods = ["GET", "GET", "POST", "PUT", "DELETE"].map { Array($0.utf8) }
    private static let statuses = ["200", "200", "200", "204", "301", "404", "500"].map { Array($0.utf8) }
    private static let digits = Array("0123456789abcdef".utf8)
    private static let yes = Array("true".utf8)
    private static let no = Array("false".utf8)
}

/// What varies in a line; `$name` in the text below.
enum LineHole: String, Sendable {
    case time
    case level
    case method
    case status
    case wide
    case number
    case octet
    case fraction
    case flag
    case hex
    case word
    case text

    static let record = #"""
        {
          "time": "$time",
          "level": "$level",
          "service": "gateway",
          "host": "node-$octet.eu.example.net",
          "sequence": $wide,
          "trace": {"id": "$hex$hex", "span": "$hex", "parent": null, "sampled": $flag},
          "request": {
            "method": "$method",
            "path": "/v2/$word/$number/$word?limit=$octet&cursor=$hex",
            "protocol": "HTTP/1.1",
            "bytes": $number,
            "remote": "10.$octet.$octet.$octet",
            "headers": {"accept": "application/json", "content-length": "$number", "x-forwarded-for": "192.0.2.$octet"}
          },
          "response": {"status": $status, "bytes": $number, "seconds": 0.$fraction, "cached": $flag},
          "user": {"id": $wide, "name": "$word $word", "roles": ["reader", "$word"], "score": $octet.$fraction},
          "tags": ["$word", "$word", "$word"],
          "message": "$text"
        }
        """#
}
