#if Simdjson
import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// What simdjson accepts, our own parser accepts, and makes the same tape of; nothing else matters of simdjson.
@Suite struct TapeSimdjsonTests {
    private func agree(_ bytes: [UInt8], _ options: JSON.ParserOptions = JSON.ParserOptions()) throws -> Bool {
        guard let simdjson = Tape.bySimdjson(bytes.span, limits: options.limits) else { return true }
        do {
            let own = try Tape.byTokenizer(bytes.span, options: JSON.LoadOptions(parser: options))
            return own.isSame(as: simdjson)
        } catch is ParseError { return false }
    }

    private static let seeds = [
        #"{"a":[1,-2.5e3,"x\u00e9\n",true,false,null],"b":{"c":{},"d":[]},"":18446744073709551615}"#,
        #"[0.1,1e400,123456789012345678901,"\ud83d\ude00","é😀",[[[[]]]],{"k":"v"},-0,1E+2]"#, "  \"text\"\t\r\n ",
    ]

    @Test func `They agree on random damage to documents`() throws {
        var noise = Noise(seed: 7)
        let alphabet = Array(#"{}[]",:0123456789.eE+-tfn\u/ "#.utf8) + [0, 9, 10, 0x80, 0xC3, 0xED, 0xF0, 0xFF]
        for round in 0..<6000 {
            var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
            for _ in 0...Int.random(in: 0..<3, using: &noise) {
                let place = Int.random(in: 0..<bytes.count, using: &noise)
                switch Int.random(in: 0..<3, using: &noise) {
                case 0: bytes[place] = alphabet.randomElement(using: &noise) ?? 0
                case 1: bytes.insert(alphabet.randomElement(using: &noise) ?? 0, at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            #expect(try agree(bytes), "\(String(decoding: bytes, as: UTF8.self)) \(bytes)")
        }
    }

    @Test(.enabled(if: Corpus.has("JSONTestSuite"), "\(Corpus.missing)"))
    func `They agree on the corpora`() throws {
        let folders = ["JSONTestSuite/test_parsing", "JSONTestSuite/test_transform", "json-bench", "json-roundtrip"]
        for (name, path) in folders.flatMap({ Corpus.files(in: $0, suffix: ".json") }) {
            #expect(try agree(Corpus.bytes(path)), "\(name)")
        }
    }

    @Test func `They agree on every limit`() throws {
        let deep = Array("[[[[[{\"a\":[]}]]]]]".utf8)
        for depth in 0...9 {
            var options = JSON.ParserOptions()
            options.limits.depth = depth
            #expect(try agree(deep, options))
            let isRead = (try? JSON.loads(deep, options: JSON.LoadOptions(parser: options))) != nil
            #expect(isRead == (depth >= 7), "\(depth)")
        }
        for text in ["\"aaaaaaaa\"", "[\"aaaaaaaa\",1]", "{\"aaaaaaaa\":1}", "[12345678]", "[1,12345678 ]", "12345678"]
        {
            for limit in 6...11 {
                var options = JSON.ParserOptions()
                options.limits.textBytes = limit
                options.limits.numberCharacters = limit
                #expect(try agree(Array(text.utf8), options), "\(text) \(limit)")
                let isRead = (try? JSON.loads(text, options: JSON.LoadOptions(parser: options))) != nil
                #expect(isRead == (limit >= 8), "\(text) \(limit)")
            }
        }
        var options = JSON.ParserOptions()
        options.limits.documentBytes = 4
        #expect(throws: ParseError.self) { try JSON.loads("[1,2]", options: JSON.LoadOptions(parser: options)) }
        #expect(try JSON.loads("[12]", options: JSON.LoadOptions(parser: options)) == [12])
    }

    @Test func `A long token among short ones is seen`() throws {
        var options = JSON.ParserOptions()
        options.limits.textBytes = 1000
        let ones = String(repeating: "1,", count: 3000)
        let long = "\"" + String(repeating: "x", count: 1001) + "\""
        for text in ["[\(long),\(ones)1]", "[\(ones)\(long),\(ones)1]", "[\(ones)\(long)]"] {
            #expect(throws: ParseError.self) { try JSON.loads(text, options: JSON.LoadOptions(parser: options)) }
        }
        #expect(try JSON.loads("[\(ones)1]", options: JSON.LoadOptions(parser: options)).array?.count == 3001)
    }

    @Test func `An array with room behind its elements is read where it lies`() throws {
        var bytes = Array(Self.seeds[0].utf8)
        bytes.reserveCapacity(bytes.count + 200)
        let direct = Tape.bySimdjson(bytes, limits: .default)
        let copied = Tape.bySimdjson(bytes.span, limits: .default)
        #expect(try #require(direct).isSame(as: #require(copied)))
    }

    @Test func `Values outlive what they were read from, many at a time`() throws {
        let values = try (0..<64).map { i in
            try JSON.loads("[" + String(repeating: "\"text \(i)\",", count: 8000) + "\(i)]")
        }
        for (i, value) in values.enumerated() {
            #expect(value[0]?.string == "text \(i)")
            #expect(value[8000]?.int == i)
        }
    }

    @Test func `Many threads load at once`() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for i in 0..<32 {
                group.addTask {
                    let text = "[" + String(repeating: "{\"a\":\(i)},", count: 1 + i * 500) + "null]"
                    return try JSON.loads(text).array?.allSatisfy { $0.isNull || $0["a"]?.int == i } == true
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}

extension Tape {
    /// Whether two tapes are the same, word for word and text for text.
    func isSame(as other: Tape) -> Bool {
        guard wordCount == other.wordCount else { return false }
        var index = 0
        while index < wordCount {
            guard word(at: index) == other.word(at: index) else { return false }
            switch tag(at: index) {
            case .string, .numberText:
                guard sameText(payload(at: index), other, payload(at: index)) else { return false }
            case .int64, .uint64, .double:
                index += 1
                guard word(at: index) == other.word(at: index) else { return false }
            default: break
            }
            index += 1
        }
        return true
    }
}
#endif
