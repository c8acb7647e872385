import Testing

@testable import SluiceBenchCLI

@Suite struct ByteSizeTests {
    @Test(
        arguments: [
            ("4096", 4096), ("200MB", 200_000_000), ("1.5 GB", nil), ("1.5GB", 1_500_000_000), ("64KiB", 65_536),
            ("1gib", 1 << 30),
            ("", nil), ("MB", nil), ("-1", nil), ("3 parsecs", nil), ("1e300", nil), ("99999999999999GB", nil),
        ] as [(String, Int?)])
    func `A size is a number and a unit`(text: String, expected: Int?) {
        #expect(ByteSize(text)?.bytes == expected)
    }

    @Test(arguments: [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (631_515, "631.5 KB"), (200_000_000, "200 MB")])
    func `A size is printed with a decimal unit`(bytes: Int, expected: String) {
        #expect(ByteSize(bytes: bytes).description == expected)
    }
}
