import Foundation
import Testing

@testable import SluiceBenchCLI

@Suite struct SampleGeneratorTests {
    private func sample(_ shape: SampleShape, seed: UInt64 = 1, size: Int = 100_000, indented: Bool = true) -> [UInt8] {
        var generator = SampleGenerator(shape: shape, seed: seed, indented: indented)
        var bytes: [UInt8] = []
        _ = generator.generate(bytes: size) { bytes += $0 }
        return bytes
    }

    /// FNV-1a, 64 bits.
    private func checksum(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    @Test(
        arguments: [
            (SampleShape.statuses, 0xF6AC_B54F_28A4_8DB3), (.lines, 0xF93C_32CC_A520_335E),
            (.floats, 0x683F_794C_2744_60A6),
        ] as [(SampleShape, UInt64)])
    func `The same seed gives the same bytes on every machine`(shape: SampleShape, expected: UInt64) {
        #expect(checksum(sample(shape)) == expected)
    }

    @Test(arguments: SampleShape.allCases)
    func `Another seed gives other bytes`(shape: SampleShape) {
        #expect(sample(shape, seed: 1) != sample(shape, seed: 2))
    }

    @Test(arguments: SampleShape.allCases)
    func `A sample fills its size to within a record`(shape: SampleShape) {
        for size in [20_000, 100_000, 3_000_000] {
            let count = sample(shape, size: size).count
            #expect(count <= size && count > size - 20_000)
        }
    }

    @Test func `A size too small for a record holds one record all the same`() throws {
        let document = try #require(try parsed(sample(.statuses, size: 1)) as? [String: Any])
        #expect((document["statuses"] as? [Any])?.count == 1)
    }

    @Test func `Statuses are objects with nested users and entities and numbers beyond 53 bits`() throws {
        let document = try #require(try parsed(sample(.statuses)) as? [String: Any])
        #expect((document["search_metadata"] as? [String: Any])?["count"] as? Int == 100)
        let statuses = try #require(document["statuses"] as? [[String: Any]])
        #expect(statuses.count == (statuses.compactMap { $0["user"] as? [String: Any] }).count)
        #expect(statuses.allSatisfy { ($0["entities"] as? [String: Any])?["hashtags"] is [Any] })
        for status in statuses {
            let id = try #require(status["id"] as? Int)
            #expect(id > 1 << 53 && status["id_str"] as? String == String(id))
        }
        let wrapped = statuses.compactMap { $0["retweeted_status"] as? [String: Any] }
        #expect(!wrapped.isEmpty && wrapped.count < statuses.count)
    }

    @Test func `Statuses hold escapes and text beyond ASCII`() {
        let text = String(decoding: sample(.statuses), as: UTF8.self)
        for piece in ["\\n", "\\\"", "\\/", "\\ud83d\\ude80", "\\u2026", "は", "é", "🌊", "и"] {
            #expect(text.contains(piece), "no \(piece)")
        }
        #expect(!text.contains("$"))
    }

    @Test func `Compact and indented statuses are the same values`() throws {
        let indented = try parsed(sample(.statuses, size: 1)) as? NSDictionary
        let compact = sample(.statuses, size: 1, indented: false)
        #expect(try parsed(compact) as? NSDictionary == indented)
        #expect(!compact.contains(UInt8(ascii: "\n")))
    }

    @Test func `Each line is a record of about a kibibyte`() throws {
        let bytes = sample(.lines)
        #expect(bytes.last == UInt8(ascii: "\n"))
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let average = bytes.count / lines.count
        #expect(average > 900 && average < 1150)
        for line in lines {
            let record = try #require(try parsed(Array(line)) as? [String: Any])
            #expect((record["response"] as? [String: Any])?["status"] is Int)
        }
    }

    @Test func `Floats are rings of coordinates`() throws {
        let document = try #require(try parsed(sample(.floats)) as? [String: Any])
        let features = try #require(document["features"] as? [[String: Any]])
        for feature in features {
            let geometry = feature["geometry"] as? [String: Any]
            let points = try #require((geometry?["coordinates"] as? [[[Double]]])?.first)
            #expect(points.allSatisfy { $0.count == 2 && abs($0[0]) <= 181 && abs($0[1]) <= 91 })
        }
    }

    private func parsed(_ bytes: [UInt8]) throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes)) }
}
