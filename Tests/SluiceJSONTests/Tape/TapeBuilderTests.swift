import SluiceCore
import Testing

@testable import SluiceJSON

@Suite struct TapeBuilderTests {
    /// The words of a tape, and its texts.
    private func dump(_ tape: Tape) -> [String] {
        var lines: [String] = []
        var index = 0
        while index < tape.wordCount {
            let tag = tape.tag(at: index)
            switch tag {
            case .string, .numberText:
                lines.append(
                    "\(tag.rawValue) \(tape.payload(at: index)) \(String(tape.text(atOffset: tape.payload(at: index))))"
                )
            case .int64, .uint64, .double:
                lines.append("\(tag.rawValue) \(tape.payload(at: index)) \(tape.bits(at: index))")
                index += 1
            default: lines.append("\(tag.rawValue) \(tape.payload(at: index))")
            }
            index += 1
        }
        return lines
    }

    private static let documents = [
        "1", "-0", "0.0", "-0.0", "\"\"", "null", "[]", "{}", "[[],{},[{}]]", #"{"a":[1,2.5],"b":"né"}"#,
        #"{"a":{"b":{"c":[[[1]],2]}},"a":true,"":false}"#,
        "[9223372036854775807,9223372036854775808,18446744073709551615]",
        "[-9223372036854775808,1e0,1E+2,0.1,1e-400,-1e-400,4.9e-324,1.7976931348623157e308,123456789012345678901234567890e-10]",
        #"["\u0000\ud83d\ude00","a\nb","\/"]"#,
    ]

    #if Simdjson
    @Test(arguments: documents) func `The tape is simdjson's, word for word`(text: String) throws {
        let bytes = Array(text.utf8)
        let simdjson = Tape.bySimdjson(bytes.span, limits: .default)
        let expected = try #require(simdjson)
        let own = try Tape.byTokenizer(bytes.span, options: JSON.LoadOptions())
        #expect(dump(own) == dump(expected))
    }

    @Test func `A long document gives simdjson's tape too, with counts that saturate`() throws {
        let bytes = Array(("[" + String(repeating: "1.5,\"abc\",{\"k\":null},", count: 20_000) + "0]").utf8)
        let simdjson = Tape.bySimdjson(bytes.span, limits: .default)
        let expected = try #require(simdjson)
        let own = try Tape.byTokenizer(bytes.span, options: JSON.LoadOptions())
        #expect(dump(own) == dump(expected))
    }
    #endif

    @Test(arguments: [
        "18446744073709551616", "-9223372036854775809", "1e400", "-1e400", "123456789012345678901234567890",
    ]) func `A number beyond 64 bits keeps its text`(text: String) throws {
        let tape = try Tape.byTokenizer(Array(text.utf8).span, options: JSON.LoadOptions())
        #expect(tape.tag(at: 1) == .numberText)
        #expect(String(tape.text(atOffset: tape.payload(at: 1))) == text)
    }

    @Test func `Exact numbers keep their text unless an integer tells all of it`() throws {
        var options = JSON.LoadOptions()
        options.numbers = .exact
        let tape = try Tape.byTokenizer(Array("[1,-7,1.50,1e2,-0]".utf8).span, options: options)
        #expect(
            dump(tape).filter { $0.hasPrefix("78 ") }.map { $0.split(separator: " ").last } == ["1.50", "1e2", "-0"])
    }

    @Test func `A builder can be used again`() throws {
        var builder = TapeBuilder()
        for _ in 0..<2 {
            try builder.startArray()
            try builder.null()
            try builder.endArray()
            #expect(dump(try builder.finish()) == ["114 5", "91 4294967300", "110 0", "93 1", "114 0"])
        }
    }
}
