import Testing

@testable import SluiceCommandLine

@Suite struct ProgressTests {
    @Test(arguments: [
        (0, "[>                             ]   0 %  0 B/s  0 s left"),
        (500_000_000, "[===============>              ]  50 %  250 MB/s  2 s left"),
        (1_000_000_000, "[==============================] 100 %  500 MB/s  0 s left"),
        (2_000_000_000, "[==============================] 100 %  1.00 GB/s  0 s left"),
    ])
    func `It shows the part that is done, the speed and the time left`(done: Int, expected: String) {
        #expect(Progress.line(done: done, total: 1_000_000_000, after: .seconds(2)) == expected)
    }

    @Test func `Where the size is unknown it shows what was read`() {
        #expect(Progress.line(done: 3_000_000, total: nil, after: .seconds(2)) == "3.00 MB  1.50 MB/s")
    }

    @Test func `No time and no bytes are no division by zero`() {
        #expect(Progress.line(done: 0, total: 0, after: .zero) == "0 B  0 B/s")
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")])
    func `Records are counted in groups of three digits`(number: Int, expected: String) {
        #expect(Progress.grouped(number) == expected)
    }

    @Test(arguments: [(0.0, "0.00"), (0.069, "0.07"), (12.3456, "12.35"), (2.999, "3.00")])
    func `Seconds have two decimals`(number: Double, expected: String) {
        #expect(Progress.hundredths(number) == expected)
    }

    @Test func `The summary has records, bytes, time, speed and memory`() {
        let progress = Progress()
        progress.advance(text: 1500, stored: 10, of: nil)
        let words = progress.summary(records: 1200).split(separator: " ")
        #expect(words.prefix(5) == ["1,200", "records,", "1.50", "kB", "in"])
        #expect(words.suffix(4).prefix(2) == ["peak", "memory"])
    }
}
