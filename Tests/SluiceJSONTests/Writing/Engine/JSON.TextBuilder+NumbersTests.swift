import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONTextBuilderNumbersTests {
    private static let layouts: [JSON.WriterOptions] = [
        .init(numbers: .shortest), .init(numbers: .python), .init(numbers: .ecmaScript),
    ]

    private func written(_ numbers: [Double], _ options: JSON.WriterOptions) throws -> [Substring] {
        var writer = JSON.Writer(to: MemorySink(), options: options)
        try writer.startArray()
        for number in numbers { try writer.number(number) }
        try writer.endArray()
        let text = String(decoding: try writer.finish().bytes, as: UTF8.self)
        return text.dropFirst().dropLast().split(separator: ",")
    }

    @Test func `A hundred thousand random doubles read back bit for bit, in every layout`() throws {
        var noise = Noise(seed: 8785)
        var numbers: [Double] = []
        while numbers.count < 100_000 {
            let number = Double(bitPattern: noise.next())
            if number.isFinite { numbers.append(number) }
        }
        for options in Self.layouts {
            let texts = try written(numbers, options)
            #expect(texts.count == numbers.count)
            // ECMAScript has one zero.
            let differing = zip(numbers, texts).filter { Double($1)?.bitPattern != $0.bitPattern && $0 != 0 }
            #expect(differing.isEmpty, "\(differing.prefix(5))")
        }
    }

    @Test func `The digits are the shortest, those of Swift's own description`() throws {
        var noise = Noise(seed: 1)
        var numbers: [Double] = [0, 1, 10, 0.1, 0.3, 1e22, 1e23, .leastNonzeroMagnitude, 2.2250738585072014e-308]
        for _ in 0..<20_000 {
            // Such as people write: a few digits before and after the point.
            numbers.append(
                Double(noise.next() % 100_000_000) / Double([1, 10, 100, 1000, 10_000][Int(noise.next() % 5)]))
            numbers.append(Double(bitPattern: noise.next() & ~(0x7ff << 52) | (1000 + noise.next() % 50) << 52))
        }
        // Around every power of two, where the interval changes its width.
        for exponent in 1..<2046 {
            let power = Double(bitPattern: UInt64(exponent) << 52)
            numbers += [power.nextDown, power, power.nextUp]
        }
        func digits(_ text: some StringProtocol) -> String {
            let mantissa = text.prefix { $0 != "e" }.filter(\.isNumber)
            let significant = mantissa.drop { $0 == "0" }
            return String(String(significant.reversed().drop { $0 == "0" }).reversed())
        }
        let texts = try written(numbers, .compact)
        let differing = zip(numbers, texts).filter { digits("\($0)") != digits($1) }
        #expect(differing.isEmpty, "\(differing.prefix(5))")
    }

    @Test func `A double never looks like an integer unless the layout is ECMAScript's`() throws {
        let numbers: [Double] = [0, -0.0, 1, -1, 123, 1e15, 9_007_199_254_740_992, 1e16, 1e17, 1e22, 1e-5, 1e-6]
        #expect(
            try written(numbers, .compact) == [
                "0.0", "-0.0", "1.0", "-1.0", "123.0", "1000000000000000.0", "9007199254740992.0", "1e16", "1e17",
                "1e22",
                "0.00001", "1e-6",
            ])
        #expect(
            try written(numbers, .init(numbers: .python)) == [
                "0.0", "-0.0", "1.0", "-1.0", "123.0", "1000000000000000.0", "9007199254740992.0", "1e+16", "1e+17",
                "1e+22", "1e-05", "1e-06",
            ])
        #expect(
            try written(numbers, .init(numbers: .ecmaScript)) == [
                "0", "0", "1", "-1", "123", "1000000000000000", "9007199254740992", "10000000000000000",
                "100000000000000000", "1e+22", "0.00001", "0.000001",
            ])
    }
}
