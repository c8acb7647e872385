import SluiceJSON
import Testing

@Suite struct JSONNumberComparingTests {
    @Test func `A million digits and huge exponents compare in linear time`() throws {
        let digits = String(repeating: "7", count: 1_000_000)
        let (a, b) = (try #require(JSON.Number(digits)), try #require(JSON.Number(digits + ".0")))
        #expect(a == b)
        #expect(try a < #require(JSON.Number(digits + ".5")))
        #expect(try #require(JSON.Number("1e-99999999999999999999")) < #require(JSON.Number("1e99999999999999999999")))
    }

    @Test func `NaN comes first and the infinities at both ends`() {
        let numbers: [JSON.Number] = [JSON.Number(.infinity), 1, JSON.Number(.nan), JSON.Number(-.infinity)]
        #expect(numbers.sorted().map(\.description) == ["NaN", "-Infinity", "1", "Infinity"])
    }
}
