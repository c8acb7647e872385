/// A piece of work that is measured on a file.
enum Job: String, CaseIterable, Codable, Sendable {
    case loads
    case walk
    case events
    case records
    case recordsOnAllCores = "records-parallel"
    case dumps

    /// What is done, in a few words.
    var title: String {
        switch self {
        case .loads: "load the document"
        case .walk: "load, then touch every value"
        case .events: "count events"
        case .records: "records, one by one"
        case .recordsOnAllCores: "records, on all cores"
        case .dumps: "write it compact"
        }
    }
}

/// Whose code does the work.
enum Library: String, CaseIterable, Codable, Sendable {
    case sluice
    case foundation

    var title: String {
        switch self {
        case .sluice: "Sluice"
        case .foundation: "Foundation"
        }
    }
}

/// The file that a job works on.
struct JobInput: Sendable {
    let path: String
    /// Where the records are; `nil` in NDJSON, where each line is one.
    let recordPath: String?
    let isLines: Bool
    /// Whether it is XML, as its name says.
    var isXML: Bool { [".xml", ".svg", ".osm", ".rss", ".atom", ".kml", ".gpx"].contains { path.hasSuffix($0) } }
}

/// What a job took: each time through the work, and the memory of the first.
struct JobTiming: Codable, Sendable {
    /// Bytes of the document, once through.
    var bytes: Int
    /// Values, events or records met: both libraries must agree where they count the same.
    var count: Int
    /// One entry for each time through the work after the first.
    var seconds: [Double]
    /// The most memory in use while it ran for the first time, less what was in use before.
    var memoryBytes: Int

    /// Megabytes (10^6) a second: the median, the worst and the best.
    var speeds: (median: Double, worst: Double, best: Double) {
        let ordered = seconds.map { Double(bytes) / 1e6 / max($0, 1e-9) }.sorted()
        guard let worst = ordered.first, let best = ordered.last else { return (0, 0, 0) }
        let middle = ordered.count / 2
        let median = ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
        return (median, worst, best)
    }
}
