/// Messages of a social network, as its search answers with them: nested objects, texts in many scripts, escapes,
/// identifiers beyond 2^53, dates, links, a third of them wrapped around another message.
struct StatusSample: SampleSource {
    let opening: [UInt8]
    let separator: [UInt8]
    let closing: [UInt8]

    private var random: SampleRandom
    private var second = 1_409_444_955
    private var current = Message()
    private let levels: [Level]

    /// What one message shares among its holes.
    private struct Message {
        var id: UInt64 = 0
        var userID = 0
        var language = SampleVocabulary.all[0]
        var second = 0
        /// 0, or 1 for a message within a message.
        var level = 0
    }

    /// The texts at one depth of nesting.
    private struct Level {
        let plain: SampleTemplate<StatusHole>
        let wrapping: SampleTemplate<StatusHole>
        let items: [StatusHole: SampleTemplate<StatusHole>]
        let listOpening: [UInt8]
        let listGap: [UInt8]
        let listClosing: [UInt8]

        init(depth: Int, indented: Bool) {
            plain = SampleTemplate(StatusHole.status(wrapping: false), depth: depth, indented: indented)
            wrapping = SampleTemplate(StatusHole.status(wrapping: true), depth: depth, indented: indented)
            items = StatusHole.items.mapValues { SampleTemplate($0, depth: depth + 3, indented: indented) }
            let line = { (depth: Int) in indented ? "\n" + String(repeating: "  ", count: depth) : "" }
            listOpening = Array(("[" + line(depth + 3)).utf8)
            listGap = Array(("," + line(depth + 3)).utf8)
            listClosing = Array((line(depth + 2) + "]").utf8)
        }
    }

    init(seed: UInt64, indented: Bool) {
        random = SampleRandom(seed: seed)
        opening = Array((indented ? "{\n  \"statuses\": [\n    " : "{\"statuses\":[").utf8)
        separator = Array((indented ? ",\n    " : ",").utf8)
        closing = SampleTemplate<StatusHole>(StatusHole.closing, indented: indented).text
        levels = [Level(depth: 2, indented: indented), Level(depth: 3, indented: indented)]
    }

    mutating func appendRecord(to out: inout [UInt8]) {
        second -= random.below(3)
        startMessage(level: 0)
        append(random.chance(33) ? levels[0].wrapping : levels[0].plain, to: &out)
    }

    private mutating func startMessage(level: Int) {
        // Time in the upper bits, chance in the lower ones: a number of 59 bits.
        let id = UInt64(second - 1_288_834_974) * 1000 << 22 | random.next() & 0x3F_FFFF
        let language = SampleVocabulary.all[random.below(SampleVocabulary.all.count)]
        let user = 10_000_000 + random.below(2_700_000_000)
        current = Message(id: id, userID: user, language: language, second: second, level: level)
    }

    private mutating func append(_ template: SampleTemplate<StatusHole>, to out: inout [UInt8]) {
        template.render(into: &out) { hole, out in fill(hole, &out) }
    }

    private mutating func fill(_ hole: StatusHole, _ out: inout [UInt8]) {
        let language = current.language
        switch hole {
        case .id: out.append(decimal: current.id)
        case .userID: out.append(decimal: current.userID)
        case .language: out += language.code
        case .date: append(date: current.second, to: &out)
        case .userDate: append(date: current.second - random.below(200_000_000), to: &out)
        case .text: language.append(text: 20 + random.below(160), to: &out, random: &random)
        case .description: language.append(text: random.below(180), to: &out, random: &random)
        case .name: language.append(text: 4 + random.below(16), to: &out, random: &random)
        case .word: language.append(word: &out, random: &random)
        case .screenName: append(letters: 6 + random.below(10), to: &out)
        case .token: append(letters: 10, to: &out)
        case .number: out.append(decimal: random.below(1 << (1 + random.below(18))))
        case .index: out.append(decimal: random.below(140))
        case .color: append(color: &out)
        case .flag: out += random.chance(30) ? Self.yes : Self.no
        case .offset: out += random.chance(45) ? Self.null : Self.offsets[random.below(Self.offsets.count)]
        case .reply: appendReply(to: &out)
        case .retweeted:
            let outer = current
            startMessage(level: 1)
            append(levels[1].plain, to: &out)
            current = outer
        case .hashtags: append(list: hole, upTo: 3, to: &out)
        case .links: append(list: hole, upTo: 2, to: &out)
        case .mentions: append(list: hole, upTo: 3, to: &out)
        case .media: append(list: hole, upTo: 2, to: &out)
        }
    }

    private mutating func append(list hole: StatusHole, upTo most: Int, to out: inout [UInt8]) {
        let level = levels[current.level]
        let count = random.below(most)
        guard count > 0, let item = level.items[hole] else {
            out += Self.emptyList
            return
        }
        for i in 0..<count {
            out += i == 0 ? level.listOpening : level.listGap
            append(item, to: &out)
        }
        out += level.listClosing
    }

    /// Appends a number, or `null` where nothing is answered.
    private mutating func appendReply(to out: inout [UInt8]) {
        if random.chance(70) {
            out += Self.null
        } else {
            out.append(decimal: current.id &- UInt64(random.below(1 << 40)))
        }
    }

    private mutating func append(letters count: Int, to out: inout [UInt8]) {
        var bits = random.next()
        for i in 0..<count {
            if i == 10 { bits = random.next() }
            out.append(Self.alphabet[Int(bits & 63)])
            bits >>= 6
        }
    }

    private mutating func append(color out: inout [UInt8]) {
        var bits = random.next()
        for _ in 0..<6 {
            out.append(Self.hexDigits[Int(bits & 15)])
            bits >>= 4
        }
    }

    /// Appends `Sun Aug 31 00:29:15 +0000 2014`.
    private func append(date second: Int, to out: inout [UInt8]) {
        let date = CivilDate(day: second / 86_400)
        out += Self.weekdays[date.weekday]
        out += Self.months[date.month - 1]
        out.append(decimal: date.dayOfMonth, width: 2)
        out.append(UInt8(ascii: " "))
        out.append(clock: second % 86_400)
        out += Self.zone
        out.append(decimal: date.year)
    }

    private static let yes = Array("true".utf8)
    private static let no = Array("false".utf8)
    private static let emptyList = Array("[]".utf8)
    private static let null = Array("null".utf8)
    private static let zone = Array(" +0000 ".utf8)
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_x".utf8)
    private static let hexDigits = Array("0123456789ABCDEF".utf8)
    private static let offsets = ["32400", "-14400", "0", "3600", "-25200"].map { Array($0.utf8) }
    private static let weekdays = ["Sun ", "Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat "].map { Array($0.utf8) }
    private static let months = [
        "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
    ].map { Array($0.utf8) }
}
