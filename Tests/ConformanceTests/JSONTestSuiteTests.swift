import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Nicolas Seriot's JSON parsing test suite: `y_` is JSON, `n_` is not, `i_` is left to the parser.
@Suite struct JSONTestSuiteTests {
    static let isHere = Corpus.has("JSONTestSuite")

    private func documents(_ prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        try Corpus.files(in: "JSONTestSuite/test_parsing", suffix: ".json")
            .filter { $0.name.hasPrefix(prefix) }
            .map { ($0.name, try Corpus.bytes($0.path)) }
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What is JSON is accepted, and every reader gives the same value`() throws {
        let documents = try documents("y_")
        #expect(documents.count > 50)
        for (name, bytes) in documents {
            let verdict = try Verdict.agreed(on: bytes, name)
            #expect(verdict.isAccepted, "\(name): \(verdict)")
        }
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What is not JSON is rejected, by every reader at the same place and in the same words`() throws {
        let documents = try documents("n_")
        #expect(documents.count > 90)
        for (name, bytes) in documents {
            let verdict = try Verdict.agreed(on: bytes, name)
            #expect(!verdict.isAccepted, "\(name): \(verdict)")
            // Those who know other encodings reject it too.
            #expect(try !Verdict(bytes, .loads).isAccepted, "\(name)")
        }
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What is left to the parser goes as the documentation says`() throws {
        let table = try DocumentedChoice.all()
        let documents = try documents("i_")
        #expect(documents.count >= 20)
        for (name, bytes) in documents {
            let verdict = try Verdict.agreed(on: bytes, name)
            let choice = try #require(table["\(name.dropLast(".json".count))"], "\(name) is not documented")
            #expect(choice.whenFed == verdict.code ?? "accepted", "\(name)")
            #expect(try choice.whenRead == Verdict(bytes, .loads).code ?? "accepted", "\(name)")
        }
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `Documents that parsers change on the way are read alike by all readers`() throws {
        let files = Corpus.files(in: "JSONTestSuite/test_transform", suffix: ".json")
        #expect(files.count > 8)
        for (name, path) in files {
            let bytes = try Corpus.bytes(path)
            let verdict = try Verdict.agreed(on: bytes, name)
            // What was accepted and written is what is read again.
            if let text = verdict.text { #expect(try Verdict(text, .loads).text == text, "\(name)") }
        }
    }
}
