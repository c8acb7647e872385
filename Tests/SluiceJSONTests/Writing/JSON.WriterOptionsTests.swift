import SluiceCore
import SluiceJSON
import Testing

/// Expectations are what Python 3.11's `json.dumps` gives, where it has the option.
@Suite struct JSONWriterOptionsTests {
    private let value: JSON

    init() throws { value = try JSON.loads(#"{"b":[1,2.5,[],{}],"a":{"é":"x/y"},"":null}"#) }

    private func string(_ text: String, _ options: JSON.WriterOptions = .compact) throws -> String {
        var writer = JSON.Writer(to: MemorySink(), options: options)
        try writer.string(text)
        return String(decoding: try writer.finish().bytes, as: UTF8.self)
    }

    private func numbers(_ numbers: [Double], _ options: JSON.WriterOptions) throws -> String {
        var writer = JSON.Writer(to: MemorySink(), options: options)
        try writer.startArray()
        for number in numbers { try writer.number(number) }
        try writer.endArray()
        return String(decoding: try writer.finish().bytes, as: UTF8.self)
    }

    @Test func `The default is one line without blanks`() throws {
        #expect(try value.dumps() == #"{"b":[1,2.5,[],{}],"a":{"é":"x/y"},"":null}"#)
        #expect(try value.dumps(.compact) == value.dumps(JSON.WriterOptions()))
    }

    @Test func `Python's own form has blanks and ASCII`() throws {
        #expect(try value.dumps(.python) == #"{"b": [1, 2.5, [], {}], "a": {"\u00e9": "x/y"}, "": null}"#)
    }

    @Test func `Pretty is two blanks a level, and what is empty stays on one line`() throws {
        #expect(
            try value.dumps(.pretty) == """
                {
                  "b": [
                    1,
                    2.5,
                    [],
                    {}
                  ],
                  "a": {
                    "é": "x/y"
                  },
                  "": null
                }
                """)
        #expect(try JSON.loads("[]").dumps(.pretty) == "[]")
        #expect(try JSON.loads("{}").dumps(.pretty) == "{}")
        #expect(try JSON.loads("1").dumps(.pretty) == "1")
    }

    @Test(arguments: [
        (JSON.WriterOptions.Indent(1), "[\n 1,\n [\n  2\n ]\n]"), (4, "[\n    1,\n    [\n        2\n    ]\n]"),
        (0, "[\n1,\n[\n2\n]\n]"), (-3, "[\n1,\n[\n2\n]\n]"), ("", "[\n1,\n[\n2\n]\n]"),
        ("\t", "[\n\t1,\n\t[\n\t\t2\n\t]\n]"), ("--", "[\n--1,\n--[\n----2\n--]\n]"),
    ])
    func `An indent is a count or a text`(indent: JSON.WriterOptions.Indent, expected: String) throws {
        let value = try JSON.loads("[1,[2]]")
        #expect(try value.dumps(.init(indent: indent)) == expected)
        var python = JSON.WriterOptions.python
        python.indent = indent
        #expect(try value.dumps(python) == expected)
    }

    @Test func `Separators stand as they are given`() throws {
        let value = try JSON.loads(#"{"a":[1,2],"b":3}"#)
        #expect(try value.dumps(.init(separators: .custom(item: ";", key: "="))) == #"{"a"=[1;2];"b"=3}"#)
        #expect(try value.dumps(.init(separators: .spaced)) == #"{"a": [1, 2], "b": 3}"#)
        #expect(try value.dumps(.init(separators: .custom(item: "", key: ""))) == #"{"a"[12]"b"3}"#)
        #expect(
            try value.dumps(.init(separators: .custom(item: "  ,  ,  ", key: "  :  :  ")))
                == #"{"a"  :  :  [1  ,  ,  2]  ,  ,  "b"  :  :  3}"#)
        // With lines: Python drops the blank of its default, and keeps the one that it is told.
        #expect(try value.dumps(.init(indent: 0, separators: .spaced)) == "{\n\"a\": [\n1,\n2\n],\n\"b\": 3\n}")
        #expect(
            try value.dumps(.init(indent: 0, separators: .custom(item: ", ", key: " : ")))
                == "{\n\"a\" : [\n1, \n2\n], \n\"b\" : 3\n}")
    }

    @Test func `Sorted keys go by code point at every level, and equal names keep their order`() throws {
        let value = try JSON.loads(
            #"{"b":1,"a":{"z":[{"y":1,"x":2}],"Z":0},"é":2,"ab":3,"":4,"a":5,"\ue000":6,"\ud83d\ude00":7}"#)
        #expect(
            try value.dumps(.init(sortKeys: true))
                == #"{"":4,"a":{"Z":0,"z":[{"x":2,"y":1}]},"a":5,"ab":3,"b":1,"é":2,"\#u{e000}":6,"😀":7}"#)
    }

    @Test func `ASCII escapes everything beyond it, by pairs beyond the BMP, and DEL`() throws {
        let text = "\u{7f}\u{80}é\u{7ff}\u{800}漢\u{ffff}\u{10000}😀\u{10ffff}"
        #expect(
            try string(text, .init(ensureASCII: true))
                == "\"\\u007f\\u0080\\u00e9\\u07ff\\u0800\\u6f22\\uffff\\ud800\\udc00\\ud83d\\ude00\\udbff\\udfff\"")
        #expect(try string(text) == "\"\(text)\"")
    }

    @Test func `Control characters take the short escape where there is one`() throws {
        let controls = String((0..<0x20).map { Character(UnicodeScalar(UInt8($0))) })
        #expect(
            try string(controls)
                == #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
                + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#)
        #expect(try string(#"a"b\c/"#) == #""a\"b\\c/""#)
    }

    @Test func `Slashes are escaped when asked`() throws {
        #expect(try string("</script>", .init(escapesSlashes: true)) == #""<\/script>""#)
        #expect(try string("</script>") == #""</script>""#)
    }

    @Test func `NaN and the infinities follow the policy`() throws {
        let values = [Double.nan, .infinity, -.infinity]
        #expect(throws: WriterError.self) { try numbers(values, .compact) }
        #expect(try numbers(values, .init(nonFinite: .null)) == "[null,null,null]")
        #expect(try numbers(values, .init(nonFinite: .literal)) == "[NaN,Infinity,-Infinity]")
        #expect(try numbers(values, .python) == "[NaN, Infinity, -Infinity]")
        #expect(throws: WriterError.self) { try numbers(values, .canonical) }
        #expect(throws: WriterError.self) { try numbers(values, .init(nonFinite: .literal, canonical: true)) }
    }

    @Test func `Doubles have three layouts`() throws {
        let value = try JSON.loads("[1.0, -0.0, 0.00001, 0.0001, 1e16, 123456.789, 1.5e-7, 1e21, 1e300]")
        #expect(try value.dumps() == "[1.0,-0.0,0.00001,0.0001,1e16,123456.789,1.5e-7,1e21,1e300]")
        #expect(
            try value.dumps(.init(numbers: .python))
                == "[1.0,-0.0,1e-05,0.0001,1e+16,123456.789,1.5e-07,1e+21,1e+300]")
        #expect(
            try value.dumps(.init(numbers: .ecmaScript))
                == "[1,0,0.00001,0.0001,10000000000000000,123456.789,1.5e-7,1e+21,1e+300]")
    }

    @Test func `A newline ends the text when asked`() throws {
        #expect(try JSON.loads("[1]").dumps(.init(trailingNewline: true)) == "[1]\n")
        #expect(try JSON.loads("[1]").dumps(.init(canonical: true, trailingNewline: true)) == "[1]")
    }

    @Test func `Canonical text sorts by UTF-16 code units`() throws {
        // RFC 8785, 3.2.3.
        let value = try JSON.loads(
            """
            {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
            "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}
            """)
        #expect(
            try value.dumps(.canonical)
                == #"{"\r":"Carriage Return","1":"One","\#u{80}":"Control","ö":"Latin Small Letter O With Diaeresis","#
                + #""€":"Euro Sign","😀":"Emoji: Grinning Face","\#u{fb33}":"Hebrew Letter Dalet With Dagesh"}"#)
    }

    @Test func `Canonical text overrules every other layout`() throws {
        // RFC 8785, 3.2.2.
        let value = try JSON.loads(
            #"""
            { "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }
            """#)
        let canonical =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try value.dumps(.canonical) == canonical)
        let all = JSON.WriterOptions(
            indent: 2, separators: .spaced, ensureASCII: true, escapesSlashes: true, numbers: .python, canonical: true)
        #expect(try value.dumps(all) == canonical)
    }

    @Test(arguments: [
        // RFC 8785, appendix B.
        ("0000000000000000", "0"), ("8000000000000000", "0"), ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"), ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"), ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"), ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"), ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"), ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"), ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"), ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"), ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"), ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"), ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ])
    func `Canonical numbers are ECMAScript's`(bits: String, expected: String) throws {
        let number = Double(bitPattern: try #require(UInt64(bits, radix: 16)))
        #expect(try numbers([number], .canonical) == "[\(expected)]")
    }

    @Test func `Canonical text has no NaN, no name twice and no number beyond Double`() throws {
        func fault(_ text: String) -> String {
            do {
                return "no error: " + (try JSON.loads(text).dumps(.canonical))
            } catch {
                return "\(error)"
            }
        }
        #expect(
            fault(#"[{"b":1,"a":{"x":1,"y":2,"x":3}}]"#)
                == "expected each name once in a canonical object, but 'x' stands there twice")
        #expect(fault("[9007199254740993,18446744073709551615]") == "no error: [9007199254740992,18446744073709552000]")
    }
}
