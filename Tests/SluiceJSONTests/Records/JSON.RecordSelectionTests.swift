import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONRecordSelectionTests {
    // MARK: - Lines

    @Test func `Each line is a record, whatever ends it`() {
        expectRecords(
            "{\"a\": 1}\n[2, \"\\n\"]\r\n\n \t\r\n  3  \n\"x\"", at: .lines,
            [#"0 @0: {"a":1}"#, #"1 @9: [2,"\n"]"#, "2 @27: 3", #"3 @31: "x""#])
        expectRecords("1\n2\n", at: .lines, ["0 @0: 1", "1 @2: 2"])
        expectRecords("", at: .lines, [])
        expectRecords("\n \n\r\n", at: .lines, [])
    }

    @Test func `A line that is no value is an error that names it`() {
        expectRecords(
            "1\n{\"a\": [1,\n2]}\n", at: .lines,
            [
                "0 @0: 1", "2:10 @11 /a/1 syntax: expected a value but the record ends",
            ])
        expectRecords(
            "{}\n1 2\n", at: .lines,
            [
                "0 @0: {}", "2:3 @5  syntax: expected the end of the record after a value but found '2'",
            ])
        expectRecords(
            "{}\n{\"a\": 1", at: .lines,
            [
                "0 @0: {}", "2:8 @10  truncated: expected ',' or '}' after a member but the text ends",
            ])
    }

    @Test func `Lines that only together are values are none`() {
        var options = JSON.RecordOptions()
        options.badRecords = .skip
        for lines in ["[1\n2]", "1]\n[2", "\"a\n,b\"", "{\"a\": 1},{\n\"b\": 2}", "1,2\n\n3", "\\\"\n\"", "]\n["] {
            let bad = lines.split(separator: "\n").count - (lines.hasSuffix("3") ? 1 : 0)
            let first =
                lines.hasSuffix("3")
                ? ["0 @0: 0", "1 @7: 3", "2 @9: 4"] : ["0 @0: 0", "1 @\(3 + lines.utf8.count): 4"]
            expectRecords("0\n\(lines)\n4", at: .lines, options: options, first + ["left out \(bad)"])
        }
    }

    @Test func `Bad lines are left out if asked`() {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        expectRecords(
            "1\n\"\n[2]\n}{\n{\"a\"\n3\nnul", at: .lines, options: options,
            [
                "0 @0: 1", "1 @4: [2]", "2 @16: 3",
                "left out: 2:2 @3  syntax: expected '\"' at the end of a string but the record ends",
                "left out: 4:1 @8  syntax: expected a value but found '}'",
                "left out: 5:5 @15 /a syntax: expected ':' after a member name but the record ends",
                "left out: 7:4 @21  truncated: expected 'null' but the text ends",
                "left out 4",
            ])
    }

    // MARK: - Values one after the other

    @Test func `Values stand one after the other`() {
        expectRecords(
            #"{"a":1}{"b":[2]} [3]"x""y" 1 2  true null"z"-5[{"}":"\"]"}]"#, at: .concatenated,
            [
                #"0 @0: {"a":1}"#, #"1 @7: {"b":[2]}"#, "2 @17: [3]", #"3 @20: "x""#, #"4 @23: "y""#, "5 @27: 1",
                "6 @29: 2",
                "7 @32: true", "8 @37: null", #"9 @41: "z""#, "10 @44: -5", #"11 @46: [{"}":"\"]"}]"#,
            ])
        expectRecords("", at: .concatenated, [])
        expectRecords(" \n", at: .concatenated, [])
    }

    @Test func `A fault between values is an error, or a record that is left out`() {
        expectRecords("1 ] 2", at: .concatenated, ["0 @0: 1", "1:3 @2  syntax: expected a value but found ']'"])
        expectRecords(
            "1 [2", at: .concatenated,
            ["0 @0: 1", "1:5 @4  truncated: expected ',' or ']' after an element but the text ends"])
        var options = JSON.RecordOptions()
        options.badRecords = .skip
        expectRecords(
            "1 ], 2 {]} 3 [4", at: .concatenated, options: options,
            [
                "0 @0: 1", "1 @5: 2", "2 @11: 3", "left out 5",
            ])
    }

    // MARK: - Text sequences

    @Test func `A text sequence has a separator before each value`() {
        expectRecords(
            "\u{1E}{\"a\":\n1}\n\u{1E}\u{1E}[2]\u{1E} \n3\n", at: .textSequence,
            [#"0 @1: {"a":1}"#, "1 @12: [2]", "2 @18: 3"])
        expectRecords("", at: .textSequence, [])
        expectRecords(
            "{}", at: .textSequence,
            [
                "1:1 @0  syntax: expected a record separator (0x1E) before the first text"
            ])
    }

    @Test func `A scalar at the end of a sequence's text may be cut short`() {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        expectRecords(
            "\u{1E}12\u{1E}true\u{1E}\"a\"\u{1E}[\u{1E}3\n\u{1E}4", at: .textSequence, options: options,
            [
                #"0 @9: "a""#, "1 @15: 3",
                "left out: 1:4 @3  truncated: expected white space after a number or word, which may be cut short",
                "left out: 1:9 @8  truncated: expected white space after a number or word, which may be cut short",
                "left out: 1:15 @14 /0 syntax: expected a value or ']' but the record ends",
                "left out: 2:3 @19  truncated: expected white space after a number or word, which may be cut short",
                "left out 4",
            ])
    }

    @Test func `A line feed ends a sequence's text at which nothing is open, and only a separator may follow`() throws {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        expectRecords(
            "\u{1E}1\n2\n\u{1E}{\"a\":\n[1]\n}\n\n \u{1E}]\n[]\n\u{1E}4\n", at: .textSequence, options: options,
            [
                "0 @1: 1", #"1 @6: {"a":[1]}"#, "2 @27: 4",
                "left out: 2:1 @3  syntax: expected a record separator (0x1E) before the next text",
                "left out: 7:3 @21  syntax: expected a value but found ']'", "left out 2",
            ])
        var parser = try JSON.RecordParser(at: .textSequence)
        for text in ["[1]", "{\"a\": \"\u{7D}\"}", "12"] {
            parser.feed(Array("\u{1E}\(text)".utf8).span)
            #expect(try parser.next() == nil)
            parser.feed(Array("\n".utf8).span)
            #expect(try parser.next() == JSON.loads(text))
        }
    }

    @Test func `A sequence's text is as long as at its line feed, and what follows one that is too long goes with it`()
    {
        var options = JSON.RecordOptions()
        options.badRecords = .collect
        options.parser.limits.recordBytes = 3
        expectRecords(
            "\u{1E}[2]\n  \u{1E}[10]\nx\u{1E}n\n\u{1E}[3]\n", at: .textSequence, options: options,
            [
                "0 @1: [2]", "1 @18: [3]",
                "left out: 2:4 @8  limitExceeded: a record is longer than 3 bytes (the limit recordBytes)",
                "left out: 3:4 @16  syntax: expected 'null' but the record ends", "left out 2",
            ])
    }

    @Test func `More than 64 paths are refused`() {
        let error = #expect(throws: ParseError.self) {
            _ = try JSON.RecordParser(at: JSON.RecordSelection(Array(repeating: "$.a", count: 65)))
        }
        #expect(error?.message == "more than 64 paths of records at once")
    }
}
