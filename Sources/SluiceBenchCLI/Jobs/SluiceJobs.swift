import Foundation
import SluiceJSON

/// The work done by Sluice, as its README suggests.
struct SluiceJobs {
    let input: JobInput
    let clock: JobClock

    func run(_ job: Job) throws -> JobTiming {
        if input.isXML { return try XMLSluiceJobs(input: input, clock: clock).run(job) }
        switch job {
        case .records: return try clock.time(bytes: size()) { try records(workers: 1) }
        case .recordsOnAllCores:
            let cores = ProcessInfo.processInfo.activeProcessorCount
            return try clock.time(bytes: size()) { try records(workers: cores) }
        case .loads, .walk, .events, .dumps:
            return try run(job, on: [UInt8](Data(contentsOf: URL(fileURLWithPath: input.path))))
        }
    }

    private func run(_ job: Job, on bytes: [UInt8]) throws -> JobTiming {
        switch job {
        case .walk: return try clock.time(bytes: bytes.count) { Self.values(in: try JSON.loads(bytes)) }
        case .events:
            return try clock.time(bytes: bytes.count) { try JSON.parse(bytes.span, handler: Counter()).events }
        case .dumps:
            let value = try JSON.loads(bytes)
            return try clock.time(bytes: bytes.count) {
                keep(try value.dumps())
                return 1
            }
        default:
            return try clock.time(bytes: bytes.count) {
                keep(try JSON.loads(bytes))
                return 1
            }
        }
    }

    private func records(workers: Int) throws -> Int {
        var options = JSON.RecordOptions()
        options.workers = workers
        var rows = try JSON.records(at: input.selection, contentsOf: input.path, options: options)
        var count = 0
        while let row = try rows.next() {
            keep(row)
            count += 1
        }
        return count
    }

    private func size() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: input.path)[.size].flatMap { ($0 as? NSNumber)?.intValue } ?? 0
    }

    /// Counts values, touching each.
    private static func values(in value: JSON) -> Int {
        switch value.kind {
        case .object(let members): members.reduce(1) { $0 + values(in: $1.value) }
        case .array(let elements): elements.reduce(1) { $0 + values(in: $1) }
        case .string(let text): text.utf8Count >= 0 ? 1 : 0
        case .number(let number): number.double.isNaN ? 0 : 1
        case .bool, .null: 1
        }
    }

    private struct Counter: JSON.ContentHandler {
        var events = 0

        mutating func startObject() { events += 1 }
        mutating func key(_ name: JSON.Text) { events += 1 }
        mutating func endObject() { events += 1 }
        mutating func startArray() { events += 1 }
        mutating func endArray() { events += 1 }
        mutating func string(_ text: JSON.Text) { events += 1 }
        mutating func number(_ number: JSON.NumberText) { events += 1 }
        mutating func boolean(_ value: Bool) { events += 1 }
        mutating func null() { events += 1 }
    }
}

extension JobInput {
    /// Where the records are, in Sluice's terms.
    var selection: JSON.RecordSelection { isLines ? .lines : JSON.RecordSelection(recordPath ?? "$") }
}
