import Testing

@testable import SluiceBenchCLI

@Suite struct FileReportTests {
    private var report: FileReport {
        var report = FileReport(path: "data/a<b>.json", bytes: 2_000_000)
        report.rows = [
            .init(
                job: .loads,
                sluice: JobTiming(bytes: 2_000_000, count: 1, seconds: [0.001, 0.002, 0.001], memoryBytes: 3_000_000),
                foundation: JobTiming(bytes: 2_000_000, count: 1, seconds: [0.1], memoryBytes: 31_000_000)),
            .init(
                job: .events, sluice: JobTiming(bytes: 2_000_000, count: 9, seconds: [0.002], memoryBytes: 0),
                foundation: nil),
        ]
        report.notes = ["Add --at PATH."]
        return report
    }

    @Test func `The table has a line for each job and says what Foundation cannot`() {
        #expect(
            report.text == """
                a<b>.json, 2.0 MB
                                     Sluice MB/s   worst-best  memory  Foundation MB/s   memory      Sluice is
                  load the document        2,000  1,000-2,000  3.0 MB               20  31.0 MB  100 × as fast
                  count events             1,000  1,000-1,000     0 B           cannot
                  Add --at PATH.
                """)
    }

    @Test func `The page escapes names and needs no other file`() {
        let page = HTMLPage(reports: [report], machine: "A & B").text
        #expect(page.contains("a&lt;b&gt;.json") && page.contains("A &amp; B"))
        #expect(!page.contains("src=") && !page.contains("href="))
        #expect(page.contains("<svg") && page.contains("100 ×"))
    }

    @Test(arguments: [
        (0.846, "0.85"), (12.34, "12.3"), (482.4, "482"), (1482.5, "1,483"), (1_234_567, "1,234,567"), (30, "30"),
    ])
    func `Numbers are short`(number: Double, text: String) {
        #expect(number.short == text)
    }
}
