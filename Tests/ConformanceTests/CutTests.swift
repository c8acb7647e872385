import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Documents that end too early, and documents of nothing.
@Suite struct CutTests {
    static let rich = #"""
        {"text":"a\"b\\c\/\b\f\n\r\t\u00e9\ud83d\ude00é日😀","empty":{},"none":[],
         "numbers":[0,-1,2.50,-0.5e-10,6E+23,12345678901234567890,123456789012345678901234567890],
         "words":[true,false,null],"deep":[[[{"a":[{"":[]}]}]]],"a\u0041":"A","twice":1,"twice":2}
        """#

    @Test func `A document cut anywhere is truncated where it ends`() throws {
        let bytes = Array(Self.rich.utf8)
        let whole = try Verdict.agreed(on: bytes)
        #expect(whole.isAccepted)
        for count in 0..<bytes.count {
            let prefix = Array(bytes[..<count])
            let verdict = try Verdict.agreed(
                on: prefix,
                by: [
                    .loads, .loadsByTokenizer, .pieces(.bytewise), .pieces(.split(at: count / 2)),
                    .plainIndexer(.whole), .pull(chunkBytes: 3),
                ])
            #expect(verdict.code == "truncated", "cut at \(count): \(verdict)")
            #expect(verdict.offset == count)
        }
    }

    @Test func `A parser that said truncated would have gone on with the rest`() throws {
        let bytes = Array(Self.rich.utf8)
        let whole = try Verdict(bytes, .loads)
        for count in 0...bytes.count {
            #expect(try Verdict(bytes, .pieces(.split(at: count))) == whole)
        }
    }

    @Test(arguments: ["-12.50e-3", "true", "\"é\\ud83d\\ude00\"", " [ 1 , 2 ] ", "{\"a\":{}}\n"])
    func `A cut gives a shorter value or the error that more is needed, never another`(text: String) throws {
        let bytes = Array(text.utf8)
        for count in 0..<bytes.count {
            let verdict = try Verdict.agreed(on: Array(bytes[..<count]))
            #expect(verdict.isAccepted || verdict.code == "truncated", "\(verdict)")
        }
    }

    @Test func `A file of no bytes is truncated at its start, and named`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write([], to: "empty.json")
        let message = "\(path):1:1: error: expected a value but the text ends"
        let loading = #expect(throws: ParseError.self) { try JSON.load(contentsOf: path) }
        let parsing = #expect(throws: ParseError.self) { try JSON.parse(contentsOf: path, handler: EventLog()) }
        for error in [loading, parsing] {
            #expect(error?.code == .truncated)
            #expect(error.map { "\($0)".hasPrefix(message) } == true, "\(String(describing: error))")
        }
    }

    @Test(arguments: ["", " ", "\n\r\t ", "\u{FEFF}", "\u{FEFF} "])
    func `Nothing but white space is truncated at its end`(text: String) throws {
        let verdict = try Verdict.agreed(on: Array(text.utf8))
        #expect(verdict.code == "truncated" && verdict.offset == text.utf8.count, "\(verdict)")
    }
}
