import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

/// Inputs of records changed at random: whatever they have become, and however they arrive, they give the same records
/// at the same places, and the same errors.
///
/// `SLUICE_MUTATIONS` says how many, and `SLUICE_SEED` from which seed on; a failure names its own.
@Suite struct RecordMutationTests {
    private static let selections: [JSON.RecordSelection] = [
        .lines, .concatenated, .textSequence, "$[*]", "$.a[*]", "$.*.a", ["$.a", "/b/*"], "$", "$[*][*]", "$[1].a",
    ]

    private static let documents: [[UInt8]] = [
        #"{"a": [1, "two\n", {"b": 3}, [], null], "b": {"c": 4, "d": [5.5, true]}}"#,
        #"[[1, 22], [], [-3, [4]], {"a": "x\\", "é": ["\u00e9"]}, "\ud83d\ude00"]"#,
        #"[{"a": 1}, {"a": {"b": 2}}, {"a": [3, 4]}, {"c": false}]"#,
        "{\"a\": 1}\n[2, \"\\\"]\"]\r\n\n  3 \n\"four\"\nnull\n{}",
        "1 2\"a\"[3]{\"b\": 4}true [\"\\\\\", {}] -5.5e6\n\"é\"",
        "\u{1E}{\"a\": 1}\n\u{1E}[2]\n\u{1E}\u{1E}3\n\u{1E}\"four\"\n\u{1E}null ",
        "\u{FEFF}[1, 2]", " ", "",
    ].map { Array($0.utf8) }

    private static let count = Corpus.number("SLUICE_MUTATIONS") ?? 2500
    private static let firstSeed = UInt64(Corpus.number("SLUICE_SEED") ?? 1)

    @Test func `Records and errors are the same however the input arrives`() {
        var withRecords = 0
        for seed in Self.firstSeed..<Self.firstSeed + UInt64(Self.count) {
            var random = Noise(seed: seed)
            let selection = Self.selections.randomElement(using: &random) ?? .lines
            let options = Self.options(using: &random)
            var mutation = Mutation(of: Self.documents, seed: random.next())
            let bytes = mutation.next()
            let expected = RecordReader(entry: .fed, feeding: .whole).read(bytes, at: selection, options)
            if expected.hasPrefix("0 ") { withRecords += 1 }
            // What the finder says where it stumbles and the tokenizer does not.
            if expected.contains("expected JSON\n") { Issue.record("seed \(seed): \(expected)") }
            for reader in Self.readers(seed: seed).shuffled(using: &random).prefix(3) {
                let found = reader.read(bytes, at: selection, options)
                if found == expected { continue }
                Issue.record(
                    "seed \(seed), \(selection), \(reader): \(found)but whole: \(expected)\(Verdict.excerpt(bytes))")
            }
        }
        #expect(withRecords > Self.count / 10)
    }

    private static func options(using random: inout Noise) -> JSON.RecordOptions {
        var options = JSON.RecordOptions()
        options.badRecords = [.stop, .skip, .collect, .collect(atMost: 1)].randomElement(using: &random) ?? .stop
        options.parser.allowsTrailingCommas = .random(using: &random)
        options.parser.allowsNonFinite = .random(using: &random)
        options.parser.allowsControlCharacters = .random(using: &random)
        options.parser.unpairedSurrogates = .random(using: &random) ? .replace : .reject
        if .random(using: &random) {
            options.parser.limits.depth = .random(in: 0...4, using: &random)
            options.parser.limits.textBytes = .random(in: 0...9, using: &random)
            options.parser.limits.numberCharacters = .random(in: 1...6, using: &random)
        }
        if .random(using: &random) { options.parser.limits.recordBytes = .random(in: 0...40, using: &random) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            options.parser.limits.documentBytes = .random(in: 0...90, using: &random)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            let start = Int.random(in: 0...50, using: &random)
            options.range = start..<start + .random(in: 0...50, using: &random)
        }
        return options
    }

    private static func readers(seed: UInt64) -> [RecordReader] {
        let random = Feeding.random(seed: seed, most: Int(seed % 60) + 1)
        var readers: [RecordReader] = [
            RecordReader(entry: .read, feeding: .bytewise),
            RecordReader(entry: .read, feeding: .every(7), windowBytes: 16),
            RecordReader(entry: .read, feeding: random, windowBytes: Int(seed % 100)),
            RecordReader(entry: .read, feeding: .whole, windowBytes: 64),
            RecordReader(entry: .fed, feeding: .bytewise, windowBytes: 64),
            RecordReader(entry: .fed, feeding: random),
            RecordReader(entry: .fedBefore, feeding: .whole),
            RecordReader(entry: .fedBefore, feeding: random, windowBytes: 16),
        ]
        // Threads take a while to start.
        if seed % 8 == 0 {
            readers += [
                RecordReader(entry: .read, feeding: random, windowBytes: 16, workers: 2),
                RecordReader(entry: .fed, feeding: .every(7), windowBytes: 64, workers: 2),
                RecordReader(entry: .fedBefore, feeding: .whole, workers: 2),
            ]
        }
        return readers
    }
}
