import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

@Suite struct TapeLoadingTests {
    @Test func `Text may be UTF-8, UTF-16 or UTF-32, with or without a byte order mark`() throws {
        let text = #"{"né":"😀","a":[1,2.5]}"#
        let units = Array(text.utf16)
        let scalars = text.unicodeScalars.map(\.value)
        let little16 = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big16 = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little32 = scalars.flatMap { s in (0..<4).map { UInt8(truncatingIfNeeded: s >> (8 * $0)) } }
        let big32 = scalars.flatMap { s in (0..<4).map { UInt8(truncatingIfNeeded: s >> (24 - 8 * $0)) } }
        let expected: JSON = ["né": "😀", "a": [1, 2.5]]
        for bytes in [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), little16, [0xFF, 0xFE] + little16, big16,
            [0xFE, 0xFF] + big16, little32, [0xFF, 0xFE, 0, 0] + little32, big32, [0, 0, 0xFE, 0xFF] + big32,
        ] {
            #expect(try JSON.loads(bytes) == expected)
        }
    }

    @Test func `Damaged UTF-16 is an error of encoding, or of truncation`() {
        let half = #expect(throws: ParseError.self) { try JSON.loads([0x22, 0, 0x00, 0xD8, 0x22, 0]) }
        #expect(half?.code == .encoding)
        #expect(half?.position.offset == 4)
        let cut = #expect(throws: ParseError.self) { try JSON.loads([0x22, 0, 0x41, 0, 0x22]) }
        #expect(cut?.code == .truncated)
    }

    @Test func `An empty document is truncated`() {
        let error = #expect(throws: ParseError.self) { try JSON.loads([]) }
        #expect(error?.code == .truncated)
    }

    @Test func `An error has its place, its path, its line and the name of the text`() {
        let error = #expect(throws: ParseError.self) { try JSON.loads("{\"a\": [1,\n 2 3]}", name: "a.json") }
        #expect(
            error?.description == """
                a.json:2:4: error: expected ',' or ']' after an element but found '3'
                 2 3]}
                   ^
                """)
    }

    @Test func `What simdjson declines is loaded nevertheless`() throws {
        #expect(try JSON.loads("[18446744073709551616]").description == "[18446744073709551616]")
        #expect(try JSON.loads("[1e400]")[0]?.double == .infinity)
        var options = JSON.LoadOptions()
        options.parser.allowsComments = true
        options.parser.allowsTrailingCommas = true
        options.parser.unpairedSurrogates = .replace
        #expect(try JSON.loads("[1,/* two */\"\\ud800\",]", options: options) == [1, "\u{FFFD}"])
    }

    /// One case a line: the bits of the Double in hexadecimal, and the number.
    @Test(.enabled(if: Corpus.has("json-numbers"), "\(Corpus.missing)"))
    func `Every number of the corpora gives exactly its Double`() throws {
        for (_, path) in Corpus.files(in: "json-numbers", suffix: ".txt") where !path.hasSuffix("PROVENANCE.txt") {
            for line in String(decoding: try Corpus.bytes(path), as: UTF8.self).split(separator: "\n") {
                let parts = line.split(separator: " ")
                guard parts.count == 2, let bits = UInt64(parts[0], radix: 16), JSON.isNumber(parts[1].utf8.span) else {
                    continue
                }
                let number = try #require(JSON.Number(String(parts[1])))
                #expect(number.double == Double(bitPattern: bits), "\(line)")
                #expect(try JSON.loads(String(parts[1])).double == Double(bitPattern: bits), "\(line)")
            }
        }
    }
}
