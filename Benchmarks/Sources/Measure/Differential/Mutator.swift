/// Damages documents. The same seed and case number give the same damage.
struct Mutator {
    var random: Random

    init(seed: UInt64, case number: Int) {
        var first = Random(state: seed)
        random = Random(state: first.next() ^ UInt64(number) &* 0xD134_2543_DE82_EF95)
    }

    mutating func mutated(_ originals: [[UInt8]]) -> [UInt8] {
        var bytes = originals[random.below(originals.count)]
        // Mostly one injury: with more, hardly a document survives.
        for _ in 0..<Self.injuries[random.below(Self.injuries.count)] { mutate(&bytes, originals) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8], _ originals: [[UInt8]]) {
        let place = random.below(bytes.count + 1)
        let end = min(bytes.count, place + random.below(12))
        switch random.below(9) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
        case 1: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
        case 2: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)], at: place)
        case 3: bytes.replaceSubrange(place..<end, with: Self.pieces[random.below(Self.pieces.count)])
        case 4: bytes.removeSubrange(place..<end)
        case 5: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
        case 6: if random.below(4) == 0 { bytes.removeSubrange(place...) }
        case 7:
            let other = originals[random.below(originals.count)]
            let start = random.below(other.count + 1)
            bytes.insert(contentsOf: other[start..<min(other.count, start + random.below(40))], at: place)
        default: mutateNumber(&bytes, from: place)
        }
    }

    /// Changes digits, or adds some, in the next number.
    private mutating func mutateNumber(_ bytes: inout [UInt8], from place: Int) {
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        switch random.below(4) {
        case 0: bytes[start] = UInt8(ascii: "0") + UInt8(random.below(10))
        case 1: bytes.insert(Array(".eE+-".utf8)[random.below(5)], at: start)
        case 2:
            bytes.insert(
                contentsOf: (0..<random.below(30)).map { _ in UInt8(ascii: "0") + UInt8(random.below(10)) }, at: start)
        default: bytes.insert(contentsOf: Array("e\(random.below(700) - 350)".utf8), at: start + 1)
        }
    }

    private static let injuries = [1, 1, 1, 1, 2, 2, 3, 5]
    private static let pieces: [[UInt8]] =
        [
            "\"", "\\", "\\u", "\\ud83d", "\\ude00", "\\ud83d\\ude00", "\\ud83d\\u0041", "\\u0000", "\\x", "\\/", "{",
            "}", "[", "]", ",",
            ":", "-", "+", "0", ".", "e", "E", "1e400", "-0", "-0.0", "0.1", "18446744073709551616",
            "18446744073709551615",
            "-9223372036854775808", "-9223372036854775809", "9007199254740993", "5e-324", "2.2250738585072011e-308",
            "1.7976931348623159e308", " ", "\t", "\r\n", "\u{0}", "\u{B}", "\u{C}", "\u{1F}", "\u{7F}", "\u{A0}",
            "\u{2028}", "😀",
            "\u{FEFF}", "true", "false", "null", "nul", "NaN", "Infinity", "//", "/**/", "'", "[]", "{}", "[[[[[[",
            "{\"\":",
            ",\"a\":1", ",1",
        ].map { Array($0.utf8) } + [
            [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0x80],
            [0xF0, 0x8F, 0xBF, 0xBF],
            [0xEF, 0xBB, 0xBF], [0xFF, 0xFE],
        ]
}

/// Numbers that depend on their seed alone (SplitMix64).
struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in `0..<bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
