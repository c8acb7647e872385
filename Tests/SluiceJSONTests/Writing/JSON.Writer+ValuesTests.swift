import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONWriterValuesTests {
    private func written(
        _ options: JSON.WriterOptions = .compact, _ events: (inout JSON.Writer<MemorySink>) throws -> Void
    ) throws -> String {
        var writer = JSON.Writer(to: MemorySink(), options: options)
        try writer.startArray()
        try events(&writer)
        try writer.endArray()
        return String(decoding: try writer.finish().bytes, as: UTF8.self)
    }

    @Test func `Integers of every width are written in full`() throws {
        let text = try written {
            try $0.number(0)
            try $0.number(UInt8.max)
            try $0.number(Int64.min)
            try $0.number(Int64.max)
            try $0.number(UInt64.max)
            try $0.number(Int128.min)
            try $0.number(UInt128.max)
        }
        #expect(
            text == "[0,255,-9223372036854775808,9223372036854775807,18446744073709551615,"
                + "-170141183460469231731687303715884105728,340282366920938463463374607431768211455]")
    }

    @Test func `Integers of every length have the right digits`() throws {
        var expected: [String] = []
        let text = try written { writer in
            var power: UInt64 = 1
            for _ in 0..<20 {
                for number in [power &- 1, power, power &+ 1] {
                    try writer.number(number)
                    expected.append("\(number)")
                }
                let (next, overflow) = power.multipliedReportingOverflow(by: 10)
                if overflow { break }
                power = next
            }
        }
        #expect(text == "[" + expected.joined(separator: ",") + "]")
    }

    @Test func `A Float has the digits that tell it from other Floats`() throws {
        let text = try written {
            try $0.number(Float(0.1))
            try $0.number(Float(1))
            try $0.number(Float(3.4028235e38))
            try $0.number(Float(1e-45))
        }
        #expect(text == "[0.1,1.0,3.4028235e38,1e-45]")
    }

    @Test func `A number's text must be a number`() throws {
        for good in ["0", "-0", "1", "10", "1.5", "-1.50", "1e5", "1E+05", "0.0e-0", "123456789012345678901234567890"] {
            #expect(try written { try $0.number(JSON.NumberText(utf8: good.utf8.span)) } == "[\(good)]")
        }
        for bad in ["", "-", "01", "+1", "1.", ".5", "1e", "1e+", "0x1", "1 ", " 1", "1,2", "--1", "NaN1", "é"] {
            do {
                _ = try written { try $0.number(JSON.NumberText(utf8: bad.utf8.span)) }
                Issue.record("\(bad) was written as a number")
            } catch {
                #expect("\(error)" == "expected a number but found '\(bad)'")
            }
        }
    }

    @Test func `The text of a number is canonical where that is asked, and NaN follows the policy`() throws {
        func number(_ text: String, _ options: JSON.WriterOptions) throws -> String {
            try written(options) { try $0.number(JSON.NumberText(utf8: text.utf8.span)) }
        }
        #expect(try number("1.50e2", .canonical) == "[150]")
        #expect(try number("-0", .canonical) == "[0]")
        #expect(try number("-Infinity", .python) == "[-Infinity]")
        #expect(try number("NaN", .init(nonFinite: .null)) == "[null]")
        #expect(throws: WriterError.self) { try number("NaN", .compact) }
        do {
            _ = try number("1e400", .canonical)
            Issue.record("1e400 was written as a Double")
        } catch {
            #expect("\(error)" == "expected a number within the range of Double but found 1e400")
        }
    }

    @Test func `Whole values stand where the layout wants them`() throws {
        let parsed = try JSON.loads(#"{"a":[1,{"b":[]}],"c":"x"}"#)
        let text = try written(.pretty) {
            try $0.value(JSON.loads("1"))
            try $0.value(parsed)
            try $0.startArray()
            try $0.value(#require(parsed["a"]))
            try $0.value(JSON.loads("\"s\""))
            try $0.endArray()
        }
        #expect(
            text == """
                [
                  1,
                  {
                    "a": [
                      1,
                      {
                        "b": []
                      }
                    ],
                    "c": "x"
                  },
                  [
                    [
                      1,
                      {
                        "b": []
                      }
                    ],
                    "s"
                  ]
                ]
                """)
    }

    @Test func `Raw text is checked and then stands as it is`() throws {
        #expect(try written { try $0.raw(#"{ "a" : 1.50 }"#) } == #"[{ "a" : 1.50 }]"#)
        #expect(throws: ParseError.self) { try written { try $0.raw("{") } }
        #expect(throws: ParseError.self) { try written { try $0.raw("1 2") } }
        #expect(throws: ParseError.self) { try written { try $0.raw("") } }
        #expect(try written { try $0.raw("whatever", isChecked: false) } == "[whatever]")
        #expect(try written(.canonical) { try $0.raw(#"{ "b" : 1.50, "a" : 1e2 }"#) } == #"[{"a":100,"b":1.5}]"#)
    }

    @Test func `Raw text over several lines becomes one line among lines`() throws {
        var writer = JSON.Writer(to: MemorySink(), options: .lines)
        try writer.raw("[\n1,\n2\n]")
        try writer.raw("[ 3 ]")
        #expect(String(decoding: try writer.finish().bytes, as: UTF8.self) == "[1,2]\n[ 3 ]\n")
    }
}
