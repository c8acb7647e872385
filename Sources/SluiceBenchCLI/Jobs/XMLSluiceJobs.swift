import Foundation
import SluiceXML

/// The work done by Sluice on XML.
struct XMLSluiceJobs {
    let input: JobInput
    let clock: JobClock

    func run(_ job: Job) throws -> JobTiming {
        let size = (try FileManager.default.attributesOfItem(atPath: input.path)[.size] as? NSNumber)?.intValue ?? 0
        switch job {
        case .records: return try clock.time(bytes: size) { try records(workers: 1) }
        case .recordsOnAllCores:
            let cores = ProcessInfo.processInfo.activeProcessorCount
            return try clock.time(bytes: size) { try records(workers: cores) }
        case .events:
            return try clock.time(bytes: size) {
                var counter = Counter()
                try XML.parse(contentsOf: input.path, handler: &counter)
                return counter.events
            }
        case .dumps:
            let tree = try XML.ElementTree(contentsOf: input.path)
            return try clock.time(bytes: size) {
                keep(try tree.root.tobytes())
                return 1
            }
        case .loads, .walk:
            return try clock.time(bytes: size) {
                keep(try XML.ElementTree(contentsOf: input.path))
                return 1
            }
        }
    }

    private func records(workers: Int) throws -> Int {
        var options = XML.RecordOptions()
        options.workers = workers
        let selection = XML.RecordSelection(input.recordPath ?? "/*/*")
        var rows = try XML.records(at: selection, contentsOf: input.path, options: options)
        var count = 0
        while let row = try rows.next() {
            keep(row)
            count += 1
        }
        return count
    }

    /// Counts tags: how text is cut is everyone's own affair.
    private struct Counter: XML.ContentHandler {
        var events = 0
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) { events += 1 + attributes.count }
        mutating func endElement(_ name: XML.Name) { events += 1 }
    }
}
