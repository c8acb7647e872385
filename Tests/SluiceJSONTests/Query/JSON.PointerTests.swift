import SluiceJSON
import Testing

@Suite struct JSONPointerTests {
    @Test(arguments: [
        ("", []), ("/foo", ["foo"]), ("/foo/0", ["foo", "0"]), ("/", [""]), ("/a~1b", ["a/b"]), ("/c%d", ["c%d"]),
        ("/k\"l", ["k\"l"]), ("/ ", [" "]), ("/m~0n", ["m~n"]), ("/~01", ["~1"]), ("//", ["", ""]), ("/é", ["é"]),
    ]) func `A pointer is read and written back`(text: String, tokens: [String]) throws {
        #expect(try JSON.Pointer(text).tokens == tokens)
        #expect(JSON.Pointer(tokens: tokens).description == text)
    }

    @Test(arguments: [
        ("#", ""), ("#/foo/0", "/foo/0"), ("#/c%25d", "/c%d"), ("#/e%5Ef", "/e^f"), ("#/%20", "/ "),
        ("#/m~0n", "/m~0n"),
        ("#/%C3%A9", "/é"),
    ]) func `A pointer has the form of a URI fragment`(fragment: String, text: String) throws {
        #expect(try JSON.Pointer(fragment: fragment).description == text)
        #expect(try JSON.Pointer(fragment: String(fragment.dropFirst())).description == text)
        #expect(try JSON.Pointer(text).fragment == fragment)
    }

    @Test(arguments: [
        ("a", "pointer 'a': a pointer is empty or begins with '/'"),
        ("/a/b~", "pointer '/a/b~', token 2: '~' stands before '0' or '1' only"),
        ("/~2", "pointer '/~2', token 1: '~' stands before '0' or '1' only"),
    ]) func `What is no pointer is refused`(text: String, message: String) {
        let error = #expect(throws: JSON.PointerError.self) { try JSON.Pointer(text) }
        #expect(error?.description == message)
    }

    @Test(arguments: ["#/%", "#/%4", "#/%zz", "#/%FF"]) func `A damaged fragment is refused`(text: String) {
        let error = #expect(throws: JSON.PointerError.self) { try JSON.Pointer(fragment: text) }
        #expect(error?.token == nil)
    }

    @Test func `Places within are appended`() throws {
        #expect(try JSON.Pointer("/a").appending("b/c").appending(0).description == "/a/b~1c/0")
    }
}
