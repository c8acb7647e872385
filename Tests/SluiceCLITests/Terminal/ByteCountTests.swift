import Testing

@testable import SluiceCommandLine

@Suite struct ByteCountTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (1049, "1.05 kB"), (9_996, "10.0 kB"), (12_345, "12.3 kB"),
        (99_951, "100 kB"), (199_999_406, "200 MB"), (999_499, "999 kB"), (999_500, "1.00 MB"),
        (1_000_000, "1.00 MB"), (1_234_567_890, "1.23 GB"), (9_223_372_036_854_775_807, "9.22 EB"),
    ])
    func `A number of bytes has three digits and a unit`(bytes: Int, expected: String) {
        #expect(ByteCount(bytes).description == expected)
    }
}
