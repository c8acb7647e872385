import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Documents of others, good and damaged.
@Suite struct JSONDocumentsTests {
    @Test(
        .enabled(if: Corpus.has("json-checker"), "\(Corpus.missing)"), arguments: ["json_org", "simdjson"])
    func `The checkers' good documents pass and their bad ones fail`(suite: String) throws {
        let files = Corpus.files(in: "json-checker/\(suite)", suffix: ".json")
        #expect(files.count > 30)
        for (name, path) in files {
            let bytes = try Corpus.bytes(path)
            let verdict = try Verdict.agreed(on: bytes, name)
            // Contested: a string alone is a document, and so are twenty arrays within each other.
            if name.contains("EXCLUDE") { continue }
            if name.hasPrefix("fail"), verdict.isAccepted {
                // Some fail only for those who have nothing but Double.
                #expect(try NumbersKept(bytes).beyondDouble > 0, "\(name)")
            } else {
                #expect(verdict.isAccepted == name.hasPrefix("pass"), "\(name): \(verdict)")
            }
        }
    }

    @Test(.enabled(if: Corpus.has("json-checker"), "\(Corpus.missing)"))
    func `Damaged documents get the same verdict from every reader`() throws {
        let files = Corpus.files(in: "json-checker/adversarial", suffix: ".json")
        #expect(files.count > 50)
        for (name, path) in files {
            let bytes = try Corpus.bytes(path)
            _ = try Verdict.agreed(on: bytes, by: bytes.count < 2000 ? nil : Reader.some, name)
        }
    }

    @Test(.enabled(if: Corpus.has("json-roundtrip"), "\(Corpus.missing)"))
    func `Compact documents are written as they were read`() throws {
        let files = Corpus.files(in: "json-roundtrip", suffix: ".json")
        #expect(files.count > 20)
        for (name, path) in files {
            let bytes = try Corpus.bytes(path)
            #expect(try Verdict.agreed(on: bytes, name).text == bytes, "\(name)")
        }
    }

    @Test(.enabled(if: Corpus.has("json-bench"), "\(Corpus.missing)"))
    func `Real documents give the same value by every reader`() throws {
        let files = ["json-bench", "json-bench/small", "json-bench/small/jsoniter_scala"].flatMap {
            Corpus.files(in: $0, suffix: ".json")
        }
        #expect(files.count > 20)
        for (name, path) in files {
            let bytes = try Corpus.bytes(path)
            let verdict = try Verdict.agreed(on: bytes, by: Reader.some, name)
            #expect(verdict.isAccepted, "\(name): \(verdict)")
            // What was written is read as the same again, by either engine.
            let text = try #require(verdict.text)
            #expect(try Verdict(text, .loads).text == text, "\(name)")
            let value = try Reader.loads.read(bytes, JSON.ParserOptions())
            let isEqual = try value == Reader.loadsByTokenizer.read(text, JSON.ParserOptions())
            #expect(isEqual, "\(name)")
        }
    }

    /// Counts numbers that no Double comes near to.
    private struct NumbersKept: JSON.ContentHandler {
        var beyondDouble = 0

        init(_ bytes: [UInt8]) throws { self = try JSON.parse(bytes.span, handler: NumbersKept()) }
        private init() {}

        mutating func number(_ number: JSON.NumberText) throws {
            if Double(String(number))?.isFinite != true { beyondDouble += 1 }
        }
    }
}
