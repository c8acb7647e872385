import Foundation
import Testing

@testable import SluiceBenchCLI

@Suite struct JobTests {
    @Test func `Speeds are the median, the worst and the best of the repetitions`() {
        let timing = JobTiming(bytes: 2_000_000, count: 1, seconds: [0.5, 1, 0.25, 2], memoryBytes: 0)
        #expect(timing.speeds == (median: 3, worst: 1, best: 8))
    }

    @Test func `No repetition is no speed`() {
        #expect(JobTiming(bytes: 1, count: 0, seconds: [], memoryBytes: 0).speeds == (median: 0, worst: 0, best: 0))
    }

    @Test func `Work runs once to warm up and then as often as was asked for`() {
        var runs = 0
        let timing = JobClock(budget: 3600, repetitions: 5).time(bytes: 10) {
            runs += 1
            return 7
        }
        #expect(runs == 6 && timing.seconds.count == 5)
        #expect(timing.count == 7 && timing.bytes == 10)
    }

    @Test func `Work beyond the budget is not warmed up and runs once more`() {
        var runs = 0
        let timing = JobClock(budget: 0, repetitions: 5).time(bytes: 10) {
            runs += 1
            return 7
        }
        #expect(runs == 2 && timing.seconds.count == 2)
    }

    @Test func `Both libraries meet the same number of values`() throws {
        let path = try sample(size: 30_000)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let input = JobInput(path: path, recordPath: "$.statuses[*]", isLines: false)
        let clock = JobClock(budget: 0, repetitions: 1)
        let ours = try SluiceJobs(input: input, clock: clock).run(.walk)
        let theirs = try #require(try FoundationJobs(input: input, clock: clock).run(.walk))
        #expect(ours.count == theirs.count && ours.count > 100)
        #expect(ours.bytes == theirs.bytes)
    }

    @Test(arguments: [Job.loads, .walk, .events, .records, .recordsOnAllCores, .dumps])
    func `Every job runs on a document`(job: Job) throws {
        let path = try sample(size: 30_000)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let input = JobInput(path: path, recordPath: "$.statuses[*]", isLines: false)
        let timing = try SluiceJobs(input: input, clock: JobClock(budget: 0, repetitions: 1)).run(job)
        #expect(timing.count > 0 && timing.bytes > 20_000)
    }

    @Test(arguments: [SampleShape.bibliography, .map])
    func `Every job but a walk runs on XML, and both libraries count the same events`(shape: SampleShape) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var text = Data()
        var generator = SampleGenerator(shape: shape, seed: 1)
        let records = generator.generate(bytes: 50_000) { text += $0 }
        try text.write(to: URL(fileURLWithPath: path))
        let input = JobInput(path: path, recordPath: shape.recordPath, isLines: false)
        #expect(input.isXML)
        let clock = JobClock(budget: 0, repetitions: 1)
        for job in Job.allCases where job != .walk {
            let ours = try SluiceJobs(input: input, clock: clock).run(job)
            let theirs = try FoundationJobs(input: input, clock: clock).run(job)
            #expect(ours.count > 0 && ours.bytes == text.count)
            #expect((theirs == nil) == (job == .recordsOnAllCores))
            if job == .events { #expect(ours.count == theirs?.count) }
            if job == .records { #expect(ours.count == records + (shape == .map ? 1 : 0)) }
        }
    }

    @Test func `Foundation has no events and no parallel records`() throws {
        let path = try sample(size: 1)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let input = JobInput(path: path, recordPath: nil, isLines: false)
        let jobs = FoundationJobs(input: input, clock: JobClock(budget: 0, repetitions: 1))
        #expect(try jobs.run(.events) == nil)
        #expect(try jobs.run(.recordsOnAllCores) == nil)
    }

    @Test func `A piece is a complete document of the first records`() throws {
        let path = try sample(size: 60_000)
        let piece = path + ".piece"
        defer { for file in [path, piece] { try? FileManager.default.removeItem(atPath: file) } }
        let input = JobInput(path: path, recordPath: "$.statuses[*]", isLines: false)
        let count = try SamplePiece(input: input, bytes: 20_000).write(to: piece)
        let data = try #require(FileManager.default.contents(atPath: piece))
        let records = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(records.count == count && count > 1 && data.count <= 20_000)
        #expect(records.allSatisfy { $0["user"] is [String: Any] })
    }

    @Test(arguments: [("a.ndjson", true), ("b/c.jsonl", true), ("a.json", false), ("ndjson", false)])
    func `NDJSON is known by its name`(path: String, isLines: Bool) {
        #expect(FileMeasurement.isLines(path) == isLines)
    }

    @Test func `A file that is not there is named`() {
        let measurement = FileMeasurement(path: "/nowhere/a.json", recordPath: nil, seconds: 1)
        #expect(throws: JobFailed("cannot read '/nowhere/a.json'")) { try measurement.run { _ in } }
    }

    private func sample(size: Int) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-\(UUID().uuidString).json")
            .path
        var generator = SampleGenerator(shape: .statuses, seed: 1)
        var data = Data()
        _ = generator.generate(bytes: size) { data.append(contentsOf: $0) }
        try data.write(to: URL(fileURLWithPath: path))
        return path
    }
}
