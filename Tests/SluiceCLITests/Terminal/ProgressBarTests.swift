import Testing

@testable import SluiceCLI

@Suite struct ProgressBarTests {
    @Test(arguments: [
        (0, "[>                             ]   0 %  0 B/s  0 s left"),
        (500_000_000, "[===============>              ]  50 %  250 MB/s  2 s left"),
        (1_000_000_000, "[==============================] 100 %  500 MB/s  0 s left"),
        (2_000_000_000, "[==============================] 100 %  1.00 GB/s  0 s left"),
    ])
    func `It shows the part that is done, the speed and the time left`(done: Int, expected: String) {
        #expect(ProgressBar.line(done: done, total: 1_000_000_000, after: .seconds(2)) == expected)
    }

    @Test func `Where the size is unknown it shows what was read`() {
        #expect(ProgressBar.line(done: 3_000_000, total: nil, after: .seconds(2)) == "3.00 MB  1.50 MB/s")
    }

    @Test func `No time and no bytes are no division by zero`() {
        #expect(ProgressBar.line(done: 0, total: 0, after: .zero) == "0 B  0 B/s")
    }
}
