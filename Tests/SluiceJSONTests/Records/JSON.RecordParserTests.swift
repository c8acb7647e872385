import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONRecordParserTests {
    // MARK: - Paths

    @Test func `Elements of an array come in order, with their places`() {
        expectRecords(
            #"{"count": 2, "statuses": [{"a": 1}, [2, "],"] , "x" ,3.5,null], "next": {"statuses": [9]}}"#,
            at: "$.statuses[*]",
            [
                #"0 /statuses/0@26: {"a":1}"#, #"1 /statuses/1@36: [2,"],"]"#, #"2 /statuses/2@48: "x""#,
                "3 /statuses/3@53: 3.5", "4 /statuses/4@57: null",
            ])
    }

    @Test(arguments: ["$[*]", "/*"])
    func `The root may be the array`(path: String) {
        expectRecords("[1,[2],{}]", at: JSON.RecordSelection(path), ["0 /0@1: 1", "1 /1@3: [2]", "2 /2@7: {}"])
        expectRecords(" [ ] ", at: JSON.RecordSelection(path), [])
    }

    @Test(arguments: ["$", ""])
    func `The root may be the record`(path: String) {
        expectRecords(#" {"a": [1, 2]} "#, at: JSON.RecordSelection(path), [#"0 @1: {"a":[1,2]}"#])
        expectRecords("-12.5e3", at: JSON.RecordSelection(path), ["0 @0: -12500.0"])
        expectRecords(#""a\"b""#, at: JSON.RecordSelection(path), [#"0 @0: "a\"b""#])
    }

    @Test func `Names, indices and wildcards lead anywhere`() {
        let text = #"{"a": {"b": [[], 1, 2, {"x": 10, "y": [11]}], "c": 0}, "d": [{"e": 1}, {"f": 2}, {"e": [3]}]}"#
        expectRecords(
            text, at: "$.a['b'][3].*", [#"0 /a/b/3/x@29: 10"#, #"1 /a/b/3/y@38: [11]"#])
        expectRecords(text, at: "$.d[*].e", ["0 /d/0/e@67: 1", "1 /d/2/e@87: [3]"])
        expectRecords(text, at: "/d/1/*", ["0 /d/1/f@77: 2"])
        expectRecords(text, at: "$.*[*].b", [])
        expectRecords(text, at: "$[0]", [])
    }

    @Test func `Several paths are read in one pass`() throws {
        let text = #"{"a": [1, 2, 3], "b": {"c": 4, "d": [5]}}"#
        expectRecords(
            text, at: ["$.b.d[*]", "$.a[1]", "/b/c"],
            ["0 /a/1@10: 2", "1 /b/c@28: 4", "2 /b/d/0@37: 5"])
        var parser = try JSON.RecordParser(at: ["$.b.d[*]", "$.a[1]", "/b/c"])
        parser.feed(Array(text.utf8))
        parser.finish()
        var indices: [Int] = []
        while try parser.next() != nil { indices.append(parser.pathIndex) }
        #expect(indices == [1, 2, 0])
    }

    @Test func `A record within a record comes only as part of the outer one`() {
        expectRecords(#"{"a": [{"b": 1}]}"#, at: ["$.a[*]", "$.a[*].b"], [#"0 /a/0@7: {"b":1}"#])
        expectRecords(
            #"{"a": [{"b": 1}, {"b": 2}]}"#, at: ["$.a[0]", "$.a[*].b"], [#"0 /a/0@7: {"b":1}"#, "1 /a/1/b@23: 2"])
    }

    @Test func `A path's names are compared with what the document's mean`() {
        expectRecords(#"{"é\n": [1], "e\u0301\n": [2]}"#, at: #"$['\u00e9\n'][*]"#, ["0 /é\n/0@10: 1"])
        expectRecords(#"{"a/b~": {"x": 1}}"#, at: "/a~1b~0/*", ["0 /a~1b~0/x@15: 1"])
    }

    @Test func `Members of the same name each have their records`() {
        expectRecords(#"{"a": [1], "a": [2]}"#, at: "$.a[*]", ["0 /a/0@7: 1", "1 /a/0@17: 2"])
    }

    @Test func `Brackets, quotes and backslashes in strings are no structure`() {
        let text = #"["]},{[\"", "\\", "a\\\"]", {"k\\\"": "]"}, "\\\\\\\"", "]"]"#
        expectRecords(
            text, at: "$[*]",
            [
                #"0 /0@1: "]},{[\"""#, #"1 /1@12: "\\""#, #"2 /2@18: "a\\\"]""#, #"3 /3@28: {"k\\\"":"]"}"#,
                #"4 /4@44: "\\\\\\\"""#, #"5 /5@56: "]""#,
            ])
    }

    @Test func `A number that no machine word holds keeps its text, and so do its neighbours`() {
        expectRecords(
            "[1, 123456789012345678901234567890, 1e400, 2]", at: "$[*]",
            ["0 /0@1: 1", "1 /1@4: 123456789012345678901234567890", "2 /2@36: 1e400", "3 /3@43: 2"])
    }

    @Test func `A byte order mark may precede the document, and nothing else`() {
        expectRecords("\u{FEFF}[1]", at: "$[*]", ["0 /0@4: 1"])
        expectRecords("\u{FEFF}1\n2", at: .lines, ["0 @3: 1", "1 @5: 2"])
        expectRecords(
            "[\u{FEFF}1]", at: "$[*]",
            [
                "1:2 @1 /0 syntax: expected a value or ']' but found byte 0xEF"
            ])
    }

    // MARK: - Documents that are none

    @Test(arguments: [
        "[1, 2", "[1, 2,", "[1, 2, ", "[1,, 2]", "[1 2]", "[1, 2}", "[,1]", "[1,]", "[1, 2] x", "[1]]", "{}}", "[{]",
        "[",
        "{", "", " ", "]", #"{"a": [1, {"b": tru}, 3]}"#, #"{"a": [1, {"b": 1], 3]}"#, #"{"a": [1, "x"#,
        #"{"a": [1] "b": 2}"#,
        #"{"a" [1]}"#, #"{"a": [1], }"#, #"{"a": [1], 5: 6}"#, #"{"a": [1], "b": nul}"#, #"{"a": [1], "b": [1, {]}"#,
        #"{"a": [1], "b": }"#, #"{"a": [1], "b""#, #"{"a": [1], "b"#, #"{"a": [1], "b\q": 1}"#, #"{"a": }"#,
        #"{"a": ]"#, "nul", "1 2",
        #"{"a": [1, 01]}"#, #"{"a": ["\ud800"]}"#, #"{"a": [{"x": [}]}"#, "{\"a\": [\"\t\"]}", #"{"a": [1}"#,
        #"{"a": {"b": 1]}"#, "[[1], [2]", "[[1]2]", "[\u{1}]", "\"abc",
    ])
    func `Text that is no document ends in the error that a parser of the whole would give`(text: String) throws {
        let bytes = Array(text.utf8)
        let error = #expect(throws: ParseError.self) { try JSON.parse(bytes.span, handler: Nothing()) }
        guard let error else { return }
        for path: JSON.RecordSelection in ["$.a[*]", "$[*]", "$.a", "$.z", "$", "$.*.*"] {
            for window in [16, 64] {
                for feeding in Feeding.all(for: bytes.count) {
                    var options = JSON.RecordOptions()
                    options.windowBytes = window
                    let outcome = RecordOutcome(bytes, at: path, feeding: feeding, options: options)
                    guard outcome.lines.last != RecordOutcome.describe(error) else { continue }
                    #expect(outcome.lines.last == RecordOutcome.describe(error), "\(path) \(feeding)")
                    return
                }
            }
        }
    }

    private struct Nothing: JSON.ContentHandler {}

    @Test func `The records before the fault are delivered`() {
        expectRecords(
            #"{"a": [1, {"b": 2}, {"c": tru }, 3]}"#, at: "$.a[*]",
            [
                "0 /a/0@7: 1", #"1 /a/1@10: {"b":2}"#,
                "1:30 @29 /a/2/c syntax: expected 'true' but found ' '",
            ])
    }

    @Test func `An error names the place in the whole input`() throws {
        let text = "{\"rows\": [\n{\"v\": [1, 2]},\n{\"v\": [3, x]}\n]}"
        var parser = try JSON.RecordParser(at: "$.rows[*]", name: "rows.json")
        for byte in text.utf8 { parser.feed([byte]) }
        #expect(try parser.next()?.dumps() == #"{"v":[1,2]}"#)
        let position = parser.position
        #expect(position == TextPosition(offset: 11, line: 2, column: 1))
        let error = #expect(throws: ParseError.self) { try parser.next() }
        #expect(
            error?.description == """
                rows.json:3:11: error: expected a value but found 'x'
                {"v": [3, x]}
                          ^
                """)
        #expect(error?.path == "/rows/1/v/1")
        #expect(error?.position.offset == 36)
        #expect(try parser.next() == nil)
        let isFinished = parser.isFinished
        #expect(isFinished)
    }

    @Test(arguments: [1, 2])
    func `Bytes may be fed while records are left`(workers: Int) throws {
        var options = JSON.RecordOptions()
        options.windowBytes = 64
        options.workers = workers
        for (selection, line) in [
            (.lines, "{\"a\": 1}\n"), (.lines, "{\"a\": 123456789012345678901234567890}\n"), ("$[*].a", "{\"a\": 1},"),
            ("$[*].a", "{\"a\": 1e999},"),
        ] as [(JSON.RecordSelection, String)] {
            var parser = try JSON.RecordParser(at: selection, options: options)
            let isArray = selection != .lines
            if isArray { parser.feed([UInt8(ascii: "[")]) }
            var expected: [String] = []
            var records: [String] = []
            for i in 0..<300 {
                parser.feed(Array((line + line + line).utf8))
                expected += Array(
                    repeating: isArray ? String(line.dropFirst(6).dropLast(2)) : line.filter { !" \n".contains($0) },
                    count: 3)
                // Fewer are taken than are there, so that the rest piles up.
                if i % 2 == 0, let record = try parser.next() {
                    records.append(try record.dumps())
                    let raw = String(decoding: parser.rawBytes, as: UTF8.self)
                    #expect(raw.filter { $0 != " " } == expected[0])
                }
            }
            if isArray { parser.feed(Array("{}]".utf8)) }
            parser.finish()
            while let record = try parser.next() { records.append(try record.dumps()) }
            #expect(records == expected)
        }
    }

    // MARK: - Policies

    @Test func `Bad records are left out if asked, and their errors kept`() {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        let text = #"[1, {"a": }, 2, nul, , "ok"]"#
        expectRecords(
            text, at: "$[*]", options: options,
            [
                "0 /0@1: 1", "1 /2@13: 2", #"2 /5@23: "ok""#,
                "left out: 1:11 @10 /1/a syntax: expected a value but found '}'",
                "left out: 1:20 @19 /3 syntax: expected 'null' but found ','",
                "left out: 1:22 @21 /4 syntax: expected a value but found ','",
                "left out 3",
            ])
        options.badRecords = .skip
        expectRecords(text, at: "$[*]", options: options, ["0 /0@1: 1", "1 /2@13: 2", #"2 /5@23: "ok""#, "left out 3"])
        options.badRecords = .collect(atMost: 1)
        expectRecords(
            text, at: "$[*]", options: options,
            [
                "0 /0@1: 1", "1 /2@13: 2", #"2 /5@23: "ok""#,
                "left out: 1:11 @10 /1/a syntax: expected a value but found '}'", "left out 3",
            ])
    }

    @Test func `A document that is broken between its records is an error under every policy`() {
        var options = JSON.RecordOptions()
        options.badRecords = .skip
        expectRecords(
            "[1, 2", at: "$[*]", options: options,
            [
                "0 /0@1: 1", "1:6 @5  truncated: expected ',' or ']' after an element but the text ends",
            ])
    }

    @Test func `A record larger than the limit is named, and the rest go on if asked`() {
        var options = JSON.RecordOptions()
        options.parser.limits.recordBytes = 20
        options.badRecords = .collect
        let long = #"{"a": ["],}", 123456789012345678901234567890, [[[]]]]}"#
        expectRecords(
            "[1, \(long), 2]", at: "$[*]", options: options,
            [
                "0 /0@1: 1", "1 /2@60: 2",
                "left out: 1:5 @4 /1 limitExceeded: a record is longer than 20 bytes (the limit recordBytes)",
                "left out 1",
            ])
        expectRecords(
            "1\n\(long)\n2", at: .lines, options: options,
            [
                "0 @0: 1", "1 @57: 2",
                "left out: 2:1 @2  limitExceeded: a record is longer than 20 bytes (the limit recordBytes)",
                "left out 1",
            ])
        expectRecords(
            "1 \(long) 2", at: .concatenated, options: options,
            [
                "0 @0: 1", "1 @57: 2",
                "left out: 1:3 @2  limitExceeded: a record is longer than 20 bytes (the limit recordBytes)",
                "left out 1",
            ])
        options.badRecords = .stop
        expectRecords(
            "[1, \(long), 2]", at: "$[*]", options: options,
            [
                "0 /0@1: 1", "1:5 @4 /1 limitExceeded: a record is longer than 20 bytes (the limit recordBytes)",
            ])
    }

    @Test func `A record larger than the limit is passed over alike, wherever a piece ends`() {
        var options = JSON.RecordOptions()
        options.parser.limits.recordBytes = 20
        options.badRecords = .collect
        let tooLong = "limitExceeded: a record is longer than 20 bytes (the limit recordBytes)"
        // A piece may end behind the backslash of an escape.
        let escapes = #""\"\\\"\"\"\"\"\"\"\"\"\"\\""#
        expectRecords(
            "\(escapes) 2", at: .concatenated, options: options,
            ["0 @\(escapes.utf8.count + 1): 2", "left out: 1:1 @0  \(tooLong)", "left out 1"])
        // In a sequence one that never ends is a record like others; in a document it ends too early.
        let cut = #""unclosed, with [ and , and ]"#
        expectRecords(
            "1 \(cut)", at: .concatenated, options: options,
            ["0 @0: 1", "left out: 1:3 @2  \(tooLong)", "left out 1"])
        expectRecords(
            "1\n\(cut)", at: .lines, options: options, ["0 @0: 1", "left out: 2:1 @2  \(tooLong)", "left out 1"])
        expectRecords(
            "[1, \(cut)", at: "$[*]", options: options,
            ["0 /0@1: 1", "1:34 @33 /1 truncated: the text ends within a record"])
        // White space behind a record counts until it is known to have ended.
        let spaces = String(repeating: " ", count: 20)
        expectRecords(
            "[1\(spaces), 2]", at: "$[*]", options: options,
            ["0 /1@24: 2", "left out: 1:2 @1 /0 \(tooLong)", "left out 1"])
    }

    @Test func `Neither errors nor limits are about values that start outside the range`() {
        var options = JSON.RecordOptions()
        options.parser.limits.recordBytes = 8
        options.badRecords = .collect
        options.range = 18..<21
        expectRecords(
            #"[{"long": 12345}, 2, {"long": 12345}, "#, at: "$[*]", options: options, ["0 /1@18: 2"])
        expectRecords("123456789 12345678 2 123456789", at: .concatenated, options: options, ["0 @19: 2"])
        expectRecords("{\"long\": 1234567}\n2\n [\"long\", 4567]", at: .lines, options: options, ["0 @18: 2"])
    }

    @Test func `A value that is no record may be larger than the limit and the window`() {
        var options = JSON.RecordOptions()
        options.parser.limits.recordBytes = 20
        let long = "[" + String(repeating: #"{"x": "]"}, "#, count: 30) + "1]"
        expectRecords(
            #"{"skip": \#(long), "a": [1]}"#, at: "$.a[*]", options: options, ["0 /a/0@\(17 + long.utf8.count): 1"])
        let cut = #"{"skip": [1, 2"#
        expectRecords(
            cut, at: "$.a[*]",
            [
                "1:15 @14 /skip truncated: expected ',' or ']' after an element but the text ends"
            ])
    }

    @Test func `Depth counts from the root`() {
        var options = JSON.RecordOptions()
        options.parser.limits.depth = 3
        expectRecords("[[[1]]]", at: "$[*]", options: options, ["0 /0@1: [[1]]"])
        expectRecords(
            "[[[[1]]]]", at: "$[*]", options: options,
            [
                "1:4 @3 /0/0/0 limitExceeded: more than 3 containers are open (the limit depth)"
            ])
    }

    @Test func `A document may be as long as the limit, and no longer`() {
        var options = JSON.RecordOptions()
        options.parser.limits.documentBytes = 6
        expectRecords("[1, 2]", at: "$[*]", options: options, ["0 /0@1: 1", "1 /1@4: 2"])
        expectRecords(
            "[1, 2] ", at: "$[*]", options: options,
            [
                "0 /0@1: 1", "1 /1@4: 2",
                "1:7 @6  limitExceeded: the document is longer than the limit of 6 bytes (documentBytes)",
            ])
    }

    @Test func `A byte order mark before a later line is none`() {
        expectRecords(
            "1\n\u{FEFF}2\n", at: .lines,
            [
                "0 @0: 1", "2:1 @2  syntax: expected a value but found byte 0xEF",
            ])
    }

    // MARK: - Options

    @Test func `Comments are refused at once`() {
        var options = JSON.RecordOptions()
        options.parser.allowsComments = true
        let error = #expect(throws: ParseError.self) { _ = try JSON.RecordParser(at: .lines, options: options) }
        #expect(error?.code == .unsupported)
    }

    @Test func `Trailing commas are accepted if asked`() {
        var options = JSON.RecordOptions()
        options.parser.allowsTrailingCommas = true
        expectRecords(
            #"{"a": [1, [2,], ], }"#, at: "$.a[*]", options: options, ["0 /a/0@7: 1", "1 /a/1@10: [2]"])
    }

    @Test(arguments: [JSON.RecordSelection.lines, .concatenated, "$[*]"])
    func `An input that is silent takes no memory, and one that is cut takes little`(selection: JSON.RecordSelection)
        throws
    {
        var parser = try JSON.RecordParser(at: selection)
        #expect(parser.heldBytes == 0)
        if selection == "$[*]" { parser.feed(Array("[".utf8)) }
        for _ in 0..<3 {
            // Numbers of more than 64 bits are none of simdjson's.
            let record = Array("{\"a\": 123456789012345678901234567890}\n,".utf8.dropLast(selection == "$[*]" ? 0 : 1))
            parser.feed(Array(repeatElement(record, count: 2000).joined()))
            var count = 0
            while try parser.next() != nil { count += 1 }
            #expect(count == 2000)
            #expect(parser.heldBytes == 0)
            parser.feed(Array(record.prefix(20)))
            #expect(try parser.next() == nil)
            #expect((1...2048).contains(parser.heldBytes))
            parser.feed(Array(record.dropFirst(20)))
            #expect(try parser.next()?["a"]?.number?.description == "123456789012345678901234567890")
            #expect(try parser.next() == nil)
            #expect(parser.heldBytes == 0)
        }
    }
}
