import SluiceJSON
import Testing

@Suite struct JSONNumberTests {
    @Test func `A number is told by its value from every type of Swift`() {
        #expect(JSON.Number(7 as Int8) == 7)
        #expect(JSON.Number(UInt64.max).description == "18446744073709551615")
        #expect(JSON.Number(Int128.max).description == "170141183460469231731687303715884105727")
        #expect(JSON.Number(0.1 as Float).description == "0.1")
        #expect(JSON.Number(0.1).double == 0.1)
        #expect(JSON.Number(Float.infinity).double == .infinity)
        #expect(JSON.Number("1.50")?.description == "1.50")
        #expect(JSON.Number("-0")?.double.sign == .minus)
        for text in ["", "01", "1.", "+1", "NaN", "1 ", "0x1"] { #expect(JSON.Number(text) == nil) }
    }

    @Test func `An integer is one whatever it looks like`() throws {
        #expect(JSON.Number("7e0")?.int == 7)
        #expect(JSON.Number("700e-2")?.int == 7)
        #expect(JSON.Number("7.5")?.int == nil)
        #expect(JSON.Number(7.0).int == 7)
        #expect(JSON.Number(1e300).int == nil)
        #expect(JSON.Number(Double.nan).int == nil)
        #expect(JSON.Number("1e999999999999999999999")?.int == nil)
        #expect(JSON.Number("9223372036854775807")?.int == .max)
        #expect(JSON.Number("-9223372036854775808.0")?.int == .min)
        #expect(JSON.Number("9223372036854775808")?.int == nil)
        #expect(JSON.Number("18446744073709551615.000")?.uint == .max)
        #expect(JSON.Number(-1).uint == nil)
        #expect(JSON.Number("170141183460469231731687303715884105727")?.integer(as: Int128.self) == .max)
    }

    @Test func `Numbers are ordered by value, to the last digit`() throws {
        let inOrder = try [
            "-1e400", "-1e399", "-18446744073709551616", "-9223372036854775808", "-1", "-0.1", "0", "1e-400", "0.1",
            "0.10000000000000000000000001", "1", "9007199254740992", "9007199254740993", "18446744073709551615",
            "18446744073709551616", "1e400", "1.1e400",
        ].map { try #require(JSON.Number($0)) }
        for (i, a) in inOrder.enumerated() {
            for (j, b) in inOrder.enumerated() {
                #expect((a < b) == (i < j), "\(a) \(b)")
                #expect((a == b) == (i == j), "\(a) \(b)")
            }
        }
    }

    @Test func `Equal numbers hash alike`() throws {
        let ones = try ["1", "1.0", "1e0", "0.1e1", "100e-2"].map { try #require(JSON.Number($0)) }
        #expect(Set(ones + [JSON.Number(1), JSON.Number(1.0)]).count == 1)
        #expect(JSON.Number("100000000000000000000") == JSON.Number(1e20))
        #expect(JSON.Number("0.1") == JSON.Number(0.1))
        #expect(JSON.Number(-0.0) == 0)
        #expect(JSON.Number(Double.nan) == JSON.Number(Double.nan))
        #expect(JSON.Number(Double.infinity) != JSON.Number("1e400"))
    }
}
