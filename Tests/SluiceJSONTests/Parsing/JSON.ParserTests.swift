import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONParserTests {
    /// Each text with the events and, behind `!`, the error that every way of feeding must give.
    static let cases: [(text: String, outcome: String)] = [
        ("{}", "{ }"),
        ("[]", "[ ]"),
        (" [1, -0 ,2.50e+3]\n", "[ n:1 n:-0 n:2.50e+3 ]"),
        (#"{"a":{"b":[true,false,null]},"":"x"}"#, "{ k:a { k:b [ true false null ] } k: s:x }"),
        (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, "s:\"\\/\u{8}\u{c}\n\r\té😀"),
        ("[\"é\",\"日本\",\"😀\"]", "[ s:é s:日本 s:😀 ]"),
        ("12", "n:12"), ("true", "true"), ("\"\"", "s:"),
        ("\u{FEFF}[1]", "[ n:1 ]"),
        (#"{"a\nb":1}"#, "{ k:a\nb n:1 }"),
        ("", " !truncated 0 1:1  expected a value but the text ends"),
        ("[1 2]", "[ n:1 !syntax 3 1:4  expected ',' or ']' after an element but found '2'"),
        ("[1,]", "[ n:1 !syntax 3 1:4 /1 expected a value but found ']'"),
        ("{\"a\":1,}", "{ k:a n:1 !syntax 7 1:8  expected a member name in double quotes but found '}'"),
        ("{\"a\" 1}", "{ k:a !syntax 5 1:6 /a expected ':' after a member name but found '1'"),
        ("{\"a\":[{\"b\":\n nul]}", "{ k:a [ { k:b !syntax 16 2:5 /a/0/b expected 'null' but found ']'"),
        ("[01]", "[ n:0 !syntax 2 1:3  expected ',' or ']' after an element but found '1'"),
        ("[1.]", "[ !syntax 3 1:4 /0 expected a digit in a number but found ']'"),
        ("[-]", "[ !syntax 2 1:3 /0 expected a digit in a number but found ']'"),
        ("[-", "[ !truncated 2 1:3 /0 expected a digit in a number but the text ends"),
        ("[\"abc", "[ !truncated 5 1:6 /0 expected '\"' at the end of a string but the text ends"),
        ("[\"a\\x\"]", "[ !syntax 4 1:5 /0 expected one of \" \\ / b f n r t u after '\\' but found 'x'"),
        ("[\"a\\", "[ !truncated 4 1:5 /0 expected '\"' at the end of a string but the text ends"),
        ("[\"\\u12g4\"]", "[ !syntax 6 1:7 /0 expected four hexadecimal digits after '\\u' but found 'g'"),
        (
            "[\"\\ud800\"]",
            "[ !syntax 8 1:9 /0 expected both halves of a surrogate pair, each as '\\u' and four digits, but found '\"'"
        ),
        (
            "[\"\\ude00\"]",
            "[ !syntax 5 1:6 /0 expected both halves of a surrogate pair, each as '\\u' and four digits, but found 'e'"
        ),
        ("[\"a\nb\"]", "[ !syntax 3 1:4 /0 expected control characters in a string to be escaped but found U+000A"),
        ("{} {}", "{ } !syntax 3 1:4  expected the end of the text after a value but found '{'"),
        ("[1]\u{c}", "[ n:1 ] !syntax 3 1:4  expected the end of the text after a value but found U+000C"),
        ("{'a':1}", "{ !syntax 1 1:2  expected a member name in double quotes or '}' but found '''"),
        ("[NaN]", "[ !syntax 1 1:2 /0 expected a value or ']' but found 'N'"),
        (
            "{\"x~/y\":[0,{",
            "{ k:x~/y [ n:0 { !truncated 12 1:13 /x~0~1y/1 expected a member name in double quotes or '}' but the text ends"
        ),
        ("/**/1", " !syntax 0 1:1  expected a value but found '/'"),
        ("[tru e]", "[ !syntax 4 1:5 /0 expected 'true' but found ' '"),
        ("\"a\"b", "s:a !syntax 3 1:4  expected the end of the text after a value but found 'b'"),
        ("]", " !syntax 0 1:1  expected a value but found ']'"),
        ("[}", "[ !syntax 1 1:2 /0 expected a value or ']' but found '}'"),
    ]

    @Test(arguments: cases)
    func `Every way of feeding gives the same events and the same error`(text: String, outcome: String) throws {
        let bytes = Array(text.utf8)
        for feeding in Feeding.all(for: bytes.count) {
            let found = try Outcome(bytes, feeding).description
            #expect(found == outcome, "\(feeding)")
        }
    }

    @Test(
        arguments: [
            ([0xFF], 0), ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC3, 0x28, 0x22], 2), ([0x22, 0xC0, 0xAF, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 2), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 2),
            ([0x22, 0xE2, 0x82, 0x22], 3),
            ([0x22, 0x61, 0x80, 0x22], 2), ([0x22, 0xF0, 0x82, 0x82, 0xAC, 0x22], 2), ([0xEF, 0xBB, 0x31], 0),
        ] as [([UInt8], Int)])
    func `Bytes that are not UTF-8 are refused at the first that cannot continue`(bytes: [UInt8], offset: Int) throws {
        // In front of the fault, blanks put it into every place of a block.
        for blanks in [0, 1, 30, 58, 59, 60, 61, 62, 63, 64, 126, 127, 128, 200] {
            let padded = Array(repeating: UInt8(ascii: " "), count: blanks) + bytes
            for feeding in Feeding.all(for: padded.count) {
                let found = try Outcome(padded, feeding)
                #expect(
                    found.position?.offset == (bytes[0] == 0xEF && blanks > 0 ? blanks : blanks + offset),
                    "\(feeding) \(found)")
                #expect(found.code == "encoding" || bytes[0] == 0xEF, "\(feeding) \(found)")
            }
        }
    }

    @Test func `Long documents give the same events for every way of feeding`() throws {
        var text = "["
        for i in 0..<3000 {
            text +=
                "{\"id\": \(i), \"text\": \"line \\n \(String(repeating: "ü\\\"", count: i % 37))\", \"x\": [\(Double(i) / 7), null, true]},\n"
        }
        text +=
            "\"" + String(repeating: "long \\\\ ", count: 5000) + "\", " + String(repeating: "1", count: 20_000) + "]"
        let bytes = Array(text.utf8)
        let whole = try Outcome(bytes, .whole)
        #expect(whole.code == nil)
        #expect(whole.events.count == 3000 * 12 + 4)
        for feeding in [
            Feeding.bytewise, .random(seed: 1), .random(seed: 2, most: 5000), .split(at: 70_000), .split(at: 8191),
        ] {
            let found = try Outcome(bytes, feeding)
            #expect(found == whole, "\(feeding)")
        }
    }

    @Test func `Limits are named, at the place of what passes them`() throws {
        var options = JSON.ParserOptions()
        options.limits.depth = 3
        options.limits.textBytes = 5
        options.limits.numberCharacters = 4
        for (text, offset, message) in [
            ("[[[[1]]]]", 3, "more than 3 containers are open (the limit depth)"),
            ("[\"12345\",\"123456\"]", 9, "a text is longer than 5 bytes (the limit textBytes)"),
            ("{\"123456\":1}", 1, "a text is longer than 5 bytes (the limit textBytes)"),
            ("[1234,12345]", 6, "a number is longer than 4 characters (the limit numberCharacters)"),
            ("[\"1234567", 1, "a text is longer than 5 bytes (the limit textBytes)"),
            ("[12345", 1, "a number is longer than 4 characters (the limit numberCharacters)"),
        ] {
            let bytes = Array(text.utf8)
            for feeding in Feeding.all(for: bytes.count) {
                let found = try Outcome(bytes, feeding, options: options)
                #expect(found.code == "limitExceeded", "\(text) \(feeding)")
                #expect(found.message == message, "\(text) \(feeding)")
                #expect(found.position?.offset == offset, "\(text) \(feeding)")
            }
        }
        options.limits.documentBytes = 4
        for feeding in Feeding.all(for: 6) {
            let found = try Outcome(Array("[1,2] ".utf8), feeding, options: options)
            #expect(
                found.description.hasSuffix(
                    "!limitExceeded 4 1:5  the document is longer than the limit of 4 bytes (documentBytes)"))
        }
    }

    @Test func `What the standard does not have is accepted when asked for`() throws {
        var options = JSON.ParserOptions()
        options.allowsComments = true
        options.allowsTrailingCommas = true
        options.allowsNonFinite = true
        options.allowsControlCharacters = true
        options.unpairedSurrogates = .replace
        for (text, outcome) in [
            ("/* a \" */[1,/**/2,// x ]\n3,]//", "[ n:1 n:2 n:3 ]"),
            ("{\"a\":1/*x*/,}", "{ k:a n:1 }"),
            ("[NaN,Infinity,-Infinity,-1]", "[ n:NaN n:Infinity n:-Infinity n:-1 ]"),
            ("\"a\nb\"", "s:a\nb"),
            ("\"\\ud800\\u0041\\ude00x\\ud83d\\ude00\"", "s:\u{FFFD}A\u{FFFD}x😀"),
            ("\"/* no comment */ // \"", "s:/* no comment */ // "),
            ("[1 /x", "[ n:1 !syntax 4 1:5  expected ',' or ']' after an element but found 'x'"),
            ("[1]/*", "[ n:1 ] !truncated 5 1:6  expected the end of a comment but the text ends"),
            ("[1]/", "[ n:1 ] !truncated 4 1:5  expected the end of a comment but the text ends"),
            ("[1,,2]", "[ n:1 !syntax 3 1:4 /1 expected a value or ']' but found ','"),
        ] {
            let bytes = Array(text.utf8)
            for feeding in Feeding.all(for: bytes.count) {
                let found = try Outcome(bytes, feeding, options: options).description
                #expect(found == outcome, "\(feeding)")
            }
        }
    }

    struct Refusal: Error {}
    struct Refuser: JSON.ContentHandler {
        mutating func number(_ number: JSON.NumberText) throws { throw Refusal() }
    }

    @Test func `What a handler throws arrives unchanged`() throws {
        #expect(throws: Refusal.self) { _ = try JSON.parse(string: "[1]", handler: Refuser()) }
    }
}
