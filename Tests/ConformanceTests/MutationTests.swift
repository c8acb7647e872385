import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Documents changed at random: whatever they have become, all readers agree on it.
///
/// `SLUICE_MUTATIONS` says how many, and `SLUICE_SEED` from which seed on; a failure names its own.
@Suite struct MutationTests {
    /// Without the corpora these must do.
    private static let own: [[UInt8]] =
        [
            CutTests.rich, "[1,2.5e-3,true,false,null,\"a\"]", "{\"k\":{\"k\":[{},[],\"\"]},\"é\":\"\\u00e9\"}",
            "\"\\\\\\\"\"", "-0", "",
        ]
        .map { Array($0.utf8) }
        + [[UInt8](repeating: "[\"日本\\n\",{\"key\": -12.75e+2}],", times: 40)]

    private static func documents() throws -> [[UInt8]] {
        try ["JSONTestSuite/test_parsing", "json-checker/simdjson", "json-checker/adversarial", "json-roundtrip"]
            .flatMap { Corpus.files(in: $0, suffix: ".json") }
            .map { try Corpus.bytes($0.path) }
            .filter { $0.count < 20_000 } + own
    }

    private static let count = Corpus.number("SLUICE_MUTATIONS") ?? 3000
    private static let firstSeed = UInt64(Corpus.number("SLUICE_SEED") ?? 1)

    @Test func `Every reader gives the same verdict, place and value`() throws {
        let documents = try Self.documents()
        var accepted = 0
        for seed in Self.firstSeed..<Self.firstSeed + UInt64(Self.count) {
            var mutation = Mutation(of: documents, seed: seed)
            let bytes = mutation.next()
            let verdict = try Verdict.agreed(
                on: bytes,
                by: [
                    .loads, .loadsByTokenizer, .plainIndexer(.whole), .plainIndexer(.random(seed: seed)),
                    .pieces(.random(seed: seed)), .pieces(.random(seed: seed, most: 3)),
                    .pieces(.random(seed: seed, most: 300)),
                    .pull(chunkBytes: Int(seed % 100) + 1),
                ], "seed \(seed)")
            if let text = verdict.text {
                accepted += 1
                #expect(try Verdict(text, .loads).text == text, "seed \(seed): \(text)")
                let (one, other) = try (Reader.loads.read(bytes, .init()), Reader.loadsByTokenizer.read(text, .init()))
                #expect(one == other && one.hashValue == other.hashValue, "seed \(seed): \(text)")
            }
        }
        #expect(accepted > Self.count / 20)
    }

    @Test func `What is allowed beyond the standard is read alike, too`() throws {
        let documents = try Self.documents()
        for seed in Self.firstSeed..<Self.firstSeed + UInt64(Self.count / 2) {
            var options = JSON.ParserOptions()
            options.allowsComments = seed & 1 != 0
            options.allowsTrailingCommas = seed & 2 != 0
            options.allowsNonFinite = seed & 4 != 0
            options.allowsControlCharacters = seed & 8 != 0
            options.unpairedSurrogates = seed & 16 != 0 ? .replace : .reject
            if seed & 32 != 0 {
                options.limits.depth = Int(seed % 5)
                options.limits.textBytes = Int(seed % 11)
                options.limits.numberCharacters = Int(seed % 7)
            }
            if seed & 64 != 0 { options.limits.documentBytes = Int(seed % 200) }
            var mutation = Mutation(of: documents, seed: seed)
            let bytes = mutation.next()
            _ = try Verdict.agreed(
                on: bytes,
                by: [
                    .loads, .loadsByTokenizer, .plainIndexer(.random(seed: seed)), .pieces(.bytewise),
                    .pieces(.random(seed: seed)), .pieces(.random(seed: seed, most: 300)),
                ], options: options, "seed \(seed)")
        }
    }
}
