import SluiceJSON
import Testing

@Suite struct JSONBadRecordsTests {
    private let lines = "1\n{]\n2\n[}\n[\n3\n"

    private func read(_ policy: JSON.BadRecords) throws -> (good: [Int], errors: Int, bad: Int) {
        var options = JSON.RecordOptions()
        options.badRecords = policy
        var rows = try JSON.records(at: .lines, in: lines, options: options)
        let good = try rows.map { try #require($0.int) }
        return (good, rows.errors.count, rows.badRecordCount)
    }

    @Test func `Records that are left out are counted`() throws {
        #expect(try read(.skip) == (good: [1, 2, 3], errors: 0, bad: 3))
    }

    @Test func `Their errors are kept where they are collected`() throws {
        #expect(try read(.collect) == (good: [1, 2, 3], errors: 3, bad: 3))
    }

    @Test func `Beyond the limit they are only counted`() throws {
        #expect(try read(.collect(atMost: 2)) == (good: [1, 2, 3], errors: 2, bad: 3))
    }

    @Test func `The error stops the work where nothing else is asked for`() throws {
        #expect(throws: (any Error).self) { try read(.stop) }
    }

    @Test func `Where errors are only told, the next record follows`() throws {
        var options = JSON.RecordOptions()
        options.badRecords = .tell
        for window in [16, 256 << 10] {
            options.windowBytes = window
            var rows = try JSON.records(at: .lines, in: lines, options: options)
            var seen: [String] = []
            while true {
                do {
                    guard let row = try rows.next() else { break }
                    seen.append("\(row.int ?? 0)")
                } catch let error as ParseError {
                    seen.append("line \(error.position.line)")
                }
            }
            #expect(seen == ["1", "line 2", "2", "line 4", "line 5", "3"], "window \(window)")
        }
    }
}
