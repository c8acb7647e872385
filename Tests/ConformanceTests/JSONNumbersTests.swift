import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Texts of numbers and the bits of the Double that is nearest.
@Suite struct JSONNumbersTests {
    @Test(.enabled(if: Corpus.has("json-numbers"), "\(Corpus.missing)"))
    func `Each number is the nearest Double, to the bit`() throws {
        var count = 0
        for (name, path) in Corpus.files(in: "json-numbers", suffix: ".txt") where name != "PROVENANCE.txt" {
            let lines = String(decoding: try Corpus.bytes(path), as: UTF8.self).split(separator: "\n")
            let cases = try lines.map { line in
                let words = line.split(separator: " ")
                return (bits: try #require(UInt64(words[0], radix: 16)), text: String(words[1]))
            }
            let document = Array("[\(cases.map(\.text).joined(separator: ","))]".utf8)
            for reader in [Reader.loads, .loadsByTokenizer] {
                let values = try #require(try reader.read(document, JSON.ParserOptions()).array)
                #expect(values.count == cases.count)
                for (value, expected) in zip(values, cases) {
                    let found = try #require(value.double)
                    #expect(
                        Self.areTheSame(found.bitPattern, expected.bits, value), "\(name), \(reader): \(expected.text)")
                }
            }
            count += cases.count
        }
        #expect(count > 9000)
    }

    /// `-0` is an integer here, and has no sign.
    private static func areTheSame(_ found: UInt64, _ expected: UInt64, _ value: JSON) -> Bool {
        found == expected || value.tag == .int64 && found == 0 && expected == 1 << 63
    }

    #if Simdjson
    @Test(arguments: [
        "0", "-0", "-0.0", "0e5", "1e0", "1E+2", "1.50", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "18446744073709551615", "-9223372036854775808", "2.2250738585072011e-308",
        "2.2250738585072014e-308", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "1.7976931348623157e308", "1.7976931348623158e308", "0.1e-400", "1e-9999999999999999999999",
        "0e9999999999999999999999", "8.5e-323", "123456789012345678901234567890e-10", "0.000000000000000000000001e24",
    ])
    func `Both engines make the same of a number`(text: String) throws {
        let bytes = Array(text.utf8)
        let (simdjson, own) = (try JSON.loads(bytes), try Reader.loadsByTokenizer.read(bytes, JSON.ParserOptions()))
        #expect(simdjson.tag == own.tag)
        #expect(simdjson.bits == own.bits)
    }
    #endif
}
