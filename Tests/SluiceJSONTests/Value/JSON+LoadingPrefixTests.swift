import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONLoadingPrefixTests {
    @Test(arguments: [
        (#"{"a":[1]} rest"#, #"{"a":[1]}"#, " rest"), ("[]{}", "[]", "{}"), (#" "a\n\"b"x"#, #""a\n\"b""#, "x"),
        ("12,13", "12", ",13"), ("true,", "true", ","), ("false]", "false", "]"), ("null", "null", ""),
        ("-1.5e3 ", "-1500.0", " "), ("{}\n\n", "{}", "\n\n"), (#""""#, #""""#, ""),
        ("01", "0", "1"), ("12é", "12", "é"), ("nullnull", "null", "null"), ("-1.5e3e", "-1500.0", "e"),
    ]) func `The value and what follows it`(text: String, value: String, rest: String) throws {
        let (loaded, after) = try JSON.loadPrefix(text)
        #expect(loaded.description == value)
        #expect(after == rest)
    }

    @Test func `The end is counted in bytes`() throws {
        let bytes = Array("[\"né\"] \u{FF}".utf8)
        #expect(try JSON.loadPrefix(bytes.span).end == 7)
    }

    @Test func `A long value among long text is found`() throws {
        let value = "[" + String(repeating: "{\"a\":[1,\"x\"]},", count: 20_000) + "0]"
        let (loaded, rest) = try JSON.loadPrefix(value + value)
        #expect(loaded.array?.count == 20_001)
        #expect(rest == value)
    }

    @Test(arguments: ["", "  ", "]", "[1", "{\"a\" 1}"]) func `Text that begins with no value is refused`(text: String)
    {
        #expect(throws: ParseError.self) { try JSON.loadPrefix(text) }
    }
}
