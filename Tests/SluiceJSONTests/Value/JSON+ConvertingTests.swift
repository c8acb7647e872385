import SluiceJSON
import Testing

@Suite struct JSONConvertingTests {
    private enum Suit: String { case hearts }
    private enum Rank: Int { case ace = 1 }
    private struct Widget {}

    @Test func `Every line of the table holds`() throws {
        let missing: Int? = nil
        let list: [Any?] = [1, UInt8(2), 1.5, 0.1 as Float, "s", Character("c"), "sub".prefix(2), true, missing, nil]
        #expect(try JSON(any: list).description == #"[1,2,1.5,0.1,"s","c","su",true,null,null]"#)
        #expect(try JSON(any: (1, "x", (2.5, false))) == [1, "x", [2.5, false]])
        #expect(try JSON(any: ["a": [1, 2]] as [String: Any]) == ["a": [1, 2]])
        #expect(try JSON(any: [Suit.hearts]) == ["hearts"])
        #expect(try JSON(any: Rank.ace) == 1)
        #expect(try JSON(any: nil) == .null)
        #expect(try JSON(any: UInt64.max).description == "18446744073709551615")
        #expect(try JSON(any: JSON.Number(7)) == 7)
        #expect(try JSON(any: ["a": JSON.null]) == ["a": nil])
        #expect(try JSON(any: [Optional("x"), nil]) == ["x", nil])
    }

    @Test func `Keys become text`() throws {
        #expect(try JSON(any: [1: "a"]) == ["1": "a"])
        #expect(try JSON(any: [1.5: "a"]) == ["1.5": "a"])
        #expect(try JSON(any: [true: "a"]) == ["true": "a"])
        #expect(try JSON(any: [Optional<Int>.none: "a"]) == ["null": "a"])
        #expect(try JSON(any: [Suit.hearts: 1]) == ["hearts": 1])
        #expect(try JSON(any: [AnyHashable(2): "b"]) == ["2": "b"])
        #expect(
            try JSON(any: [Optional<String>.none: 1, 1.5: 2, true: 3] as [AnyHashable: Any]) == [
                "null": 1, "1.5": 2, "true": 3,
            ])
    }

    @Test func `A key without a text form is an error or is left out`() throws {
        let value: [[Int]: Int] = [[1]: 2]
        let error = #expect(throws: JSON.ConversionError.self) { try JSON(any: ["x": [value]]) }
        #expect(error?.description == "/x/0: a key of type Array<Int> has no text form")
        #expect(try JSON(any: value, skipKeys: true) == [:])
    }

    @Test func `What has no JSON form is an error, or what the stand-in becomes`() throws {
        let error = #expect(throws: JSON.ConversionError.self) { try JSON(any: ["a": [1, Widget()] as [Any]]) }
        #expect(error?.description == "/a/1: a value of type Widget has no JSON form")
        #expect(try JSON(any: [Widget()], default: { _ in (1, "w") }) == [[1, "w"]])
        #expect(try JSON(any: Widget(), default: { _ in nil }) == .null)
    }

    @Test func `A stand-in that leads back to itself is refused`() {
        let error = #expect(throws: JSON.ConversionError.self) { try JSON(any: Widget(), default: { $0 }) }
        #expect(error?.reason == "the value is nested more than 1024 deep, or contains itself")
    }
}
