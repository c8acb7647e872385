import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Strings and numbers of any length: refused beyond the limit, in linear time below it.
@Suite(.serialized) struct LengthTests {
    private static var unlimited: JSON.ParserOptions {
        var options = JSON.ParserOptions()
        options.limits = .unlimited
        return options
    }

    /// Feeds the bytes in pieces of a size; the builder's value.
    private func read(_ bytes: [UInt8], pieces size: Int, _ options: JSON.ParserOptions) throws -> JSON {
        var parser = JSON.Parser(handler: TapeBuilder(), options: options)
        var start = 0
        while start < bytes.count {
            let end = min(start + size, bytes.count)
            try parser.feed(bytes.span.extracting(start..<end))
            start = end
        }
        var builder = try parser.finish()
        return JSON(tape: try builder.finish(), index: 1)
    }

    @Test func `A string of 300 MB is beyond the limit, and said to begin where it does`() throws {
        let bytes = Array("[1,\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 300_000_000) + Array("\"]".utf8)
        let fault = "limitExceeded 3 1:4 '/1' a text is longer than 67108864 bytes (the limit textBytes)"
        for reader in [Reader.loads, .pieces(.whole)] {
            #expect(try Verdict(bytes, reader).fault == fault, "\(reader)")
        }
        let error = #expect(throws: ParseError.self) {
            try read(bytes, pieces: 64 << 10, JSON.ParserOptions())
        }
        #expect(error?.code == .limitExceeded && error?.position.offset == 3)

        for value in [
            try JSON.loads(bytes, options: JSON.LoadOptions(parser: Self.unlimited)),
            try read(bytes, pieces: 64 << 10, Self.unlimited),
        ] {
            let element = try #require(value[1])
            guard let text = element.text else {
                Issue.record("no string")
                continue
            }
            #expect(text.count == 300_000_000)
            #expect(text.utf8[0] == UInt8(ascii: "x") && text.utf8[299_999_999] == UInt8(ascii: "x"))
        }
    }

    @Test(arguments: ["", "0.", "-", "1e", "1e-"])
    func `A number of a million digits is beyond the limit; with it raised it loses nothing`(before: String) throws {
        let digits = String(repeating: "7", count: 1_000_000)
        let bytes = Array("[\(before)\(digits)]".utf8)
        let readers: [Reader] = [
            .loads, .loadsByTokenizer, .pieces(.whole), .plainIndexer(.whole), .pieces(.random(seed: 1, most: 2000)),
            .pull(chunkBytes: 1 << 10),
        ]
        let verdict = try Verdict.agreed(on: bytes, by: readers)
        #expect(
            verdict.fault
                == "limitExceeded 1 1:2 '/0' a number is longer than 100000 characters (the limit numberCharacters)")

        let raised = try Verdict.agreed(on: bytes, by: readers, options: Self.unlimited)
        switch before {
        case "0.": #expect(raised.text == Array("[0.7777777777777778]".utf8))
        case "1e-": #expect(raised.text == Array("[0.0]".utf8))
        default: #expect(raised.text == bytes)
        }
    }

    /// Names of documents with one long token, and how to make one of about a length.
    static let long: [(name: String, make: @Sendable (Int) -> [UInt8])] = [
        ("a string", { quoted("x", $0) }),
        ("a string of escapes", { quoted("\\n", $0) }),
        ("a string of escaped backslashes", { quoted("\\\\", $0) }),
        ("a string of hexadecimal escapes", { quoted("\\u00e9", $0) }),
        ("a string of surrogate pairs", { quoted("\\ud83d\\ude00", $0) }),
        ("a string of characters beyond ASCII", { quoted("😀é", $0) }),
        ("a member name", { Array("{".utf8) + quoted("\\\"k", $0) + Array(":1}".utf8) }),
        ("white space", { Array("[".utf8) + [UInt8](repeating: " ", times: $0) + Array("1]".utf8) }),
        ("digits", { [UInt8](repeating: "7", times: $0) }),
        (
            "a line of comment",
            { Array("//".utf8) + [UInt8](repeating: "\"", times: $0) + Array("\n1".utf8) }
        ),
        (
            "a block of comment",
            { Array("/*".utf8) + [UInt8](repeating: "*", times: $0) + Array("*/1".utf8) }
        ),
        ("many comments", { [UInt8](repeating: "/**/\n", times: $0 / 5) + Array("1".utf8) }),
        (
            "many empty arrays",
            { Array("[".utf8) + [UInt8](repeating: "[],", times: $0 / 3) + Array("1]".utf8) }
        ),
        (
            "many names",
            {
                Array("{".utf8) + [UInt8](repeating: "\"n\":1,", times: $0 / 6)
                    + Array("\"\":1}".utf8)
            }
        ),
    ]

    private static func quoted(_ text: String, _ count: Int) -> [UInt8] {
        [0x22] + [UInt8](repeating: text, times: count / text.utf8.count) + [0x22]
    }

    @Test(arguments: long.map(\.name))
    func `Time grows no faster than a token does, whatever the pieces`(name: String) throws {
        let make = try #require(Self.long.first { $0.name == name }).make
        var options = Self.unlimited
        options.allowsComments = name.contains("comment")
        for (size, length) in [(1, 20_000), (1000, 250_000)] {
            var seconds: [Double] = []
            for bytes in [make(length), make(8 * length)] {
                let start = ResourceUse.threadSeconds
                _ = try read(bytes, pieces: size, options)
                seconds.append(ResourceUse.threadSeconds - start)
            }
            // Eight times as long: linear is 8, quadratic 64. Below a hundredth of a second it tells nothing.
            #expect(
                seconds[1] < 28 * max(seconds[0], 0.01), "\(name) in pieces of \(size): \(seconds)")
        }
    }
}
