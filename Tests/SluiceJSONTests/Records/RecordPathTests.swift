import SluiceCore
import Testing

@testable import SluiceJSON

@Suite struct RecordPathTests {
    @Test(
        arguments: [
            ("$", []),
            ("", []),
            ("$.statuses[*]", [.name("statuses"), .wildcard]),
            ("$[*]", [.wildcard]),
            ("$.a['b'][3].*", [.name("a"), .name("b"), .index(3), .wildcard]),
            (#"$["it's"][ 'a\'b' ]['*']"#, [.name("it's"), .name("a'b"), .name("*")]),
            (#"$['\u00e9\ud83d\ude00\n\\']"#, [.name("é😀\n\\")]),
            ("$.näme_1", [.name("näme_1")]),
            ("/statuses/*", [RecordPath.Step(name: Array("statuses".utf8)), .wildcard]),
            (
                "/a~1b/~0/3//03",
                [
                    RecordPath.Step(name: Array("a/b".utf8)), RecordPath.Step(name: Array("~".utf8)),
                    RecordPath.Step(name: Array("3".utf8), index: 3),
                    RecordPath.Step(name: Array("".utf8)), RecordPath.Step(name: Array("03".utf8)),
                ]
            ),
        ] as [(String, [RecordPath.Step])])
    func `A path is read into its steps`(text: String, steps: [RecordPath.Step]) throws {
        #expect(try RecordPath(text).steps == steps)
    }

    @Test(arguments: [
        ("statuses", "1:1: error: a path of records starts with '$' (JSONPath) or '/' (JSON Pointer): 'statuses'"),
        ("$..a", "1:3: error: records cannot be selected by '..': '$..a'"),
        ("$a", "1:2: error: expected '.', '[' or the end of the path: '$a'"),
        ("$.", "1:3: error: expected a name or '*' after '.': '$.'"),
        ("$.a[", "1:5: error: expected an index, '*' or a quoted name after '[': '$.a['"),
        ("$[-1]", "1:3: error: records are selected by names, indices from the front and '*' alone: '$[-1]'"),
        ("$[1,2]", "1:4: error: records are selected by one name, one index or '*' in each step: '$[1,2]'"),
        ("$[01]", "1:3: error: an index has no leading zeros and is below 2^53: '$[01]'"),
        ("$[1", "1:4: error: expected ']': '$[1'"),
        ("$['a", "1:5: error: expected the quote that ends the name: '$['a'"),
        (
            #"$['\ud83d']"#,
            #"1:6: error: expected four hexadecimal digits of a character, or two such escapes for a pair: '$['\ud83d']'"#
        ),
        ("/~2", "1:3: error: expected '0' or '1' after '~' in a JSON Pointer: '/~2'"),
    ])
    func `A path that is none says where and why`(text: String, description: String) {
        let error = #expect(throws: ParseError.self) { try RecordPath(text) }
        #expect(error?.description == description)
    }
}
