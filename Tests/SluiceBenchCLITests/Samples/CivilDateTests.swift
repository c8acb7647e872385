import Testing

@testable import SluiceBenchCLI

@Suite struct CivilDateTests {
    @Test(
        arguments: [
            (0, [1970, 1, 1, 4]), (59, [1970, 3, 1, 0]), (11_016, [2000, 2, 29, 2]), (16_313, [2014, 8, 31, 0]),
            (20_088, [2024, 12, 31, 2]), (20_089, [2025, 1, 1, 3]),
        ])
    func `Days count from 1970`(day: Int, expected: [Int]) {
        let date = CivilDate(day: day)
        #expect([date.year, date.month, date.dayOfMonth, date.weekday] == expected)
    }

    @Test func `Decimal digits are padded to a width`() {
        var bytes: [UInt8] = []
        bytes.append(decimal: 0)
        bytes.append(decimal: 7, width: 3)
        bytes.append(decimal: UInt64.max)
        bytes.append(timestamp: 1_409_444_955)
        #expect(String(decoding: bytes, as: UTF8.self) == "0007184467440737095516152014-08-31T00:29:15")
    }
}
