/// Contestants that do the same work on the same bytes, and what must come of it.
struct Contest {
    /// The row of the table that it belongs to.
    let work: Work
    /// The document's name, as in the report.
    let document: String
    let bytes: Int
    let contestants: [Contestant]
    let goals: [Goal]
}

/// A line of the table of targets.
enum Work: String, CaseIterable, Codable {
    case load = "loads"
    case coldLoad = "cold-load"
    case walk
    case pieces
    case memory
    case records
    case dumps
    case xmlEvents = "xml-events"
    case xmlStrings = "xml-strings"
    case xmlTree = "xml-tree"
    case xmlMemory = "xml-memory"
    case xmlRecords = "xml-records"
    case xmlWrite = "xml-write"
    case domParse = "dom-parse"
    case domXPath = "dom-xpath"
    case domWrite = "dom-write"
    case domAll = "dom-all"
    case queues
    case sockets
    case streams

    /// What is done, in words.
    var title: String {
        switch self {
        case .load: "`JSON.loads`, parser warm"
        case .coldLoad: "`JSON.load` of a file, in a fresh process"
        case .walk: "`loads`, then every number summed and every string's length taken"
        case .pieces: "Counting `ContentHandler`, fed in pieces of 64 KiB"
        case .memory: "Counting `ContentHandler` over bytes in memory"
        case .records: "`records(at: \"$.statuses[*]\")` from a file, in a fresh process"
        case .dumps: "`dumps`, compact"
        case .xmlEvents: "XML: counting `ContentHandler`, fed in pieces of 64 KiB"
        case .xmlStrings: "XML: every name, value and text as a String"
        case .xmlTree: "XML: a tree of a document, made and freed"
        case .xmlMemory: "XML: `ElementTree` of a file, in a fresh process"
        case .xmlRecords: "XML: `records` from a file, in a fresh process"
        case .xmlWrite: "XML: text of a tree"
        case .domParse: "XML.DOM: a document, made and freed"
        case .domXPath: "XML.DOM: 1,000 evaluations of XPath"
        case .domWrite: "XML.DOM: text of a document"
        case .domAll: "XML.DOM: a document made, walked, 1,000 evaluations of XPath, freed"
        case .queues: "Threading.Queue: 100,000 items of 8 bytes put and got, 1,024 at once at most"
        case .sockets: "Sockets of this machine, between two threads; or idle, in a fresh process"
        case .streams: "Documents over the network, on the loopback, both sides on the same processors"
        }
    }
}

/// What a contestant must reach.
struct Goal: Codable {
    enum Measure: Codable {
        /// At least `factor` times as fast as the fastest of the others that took part.
        case faster(than: [String], factor: Double)
        /// At most so many bytes of memory.
        case memory(atMost: Int)
    }

    let contestant: String
    let measure: Measure

    static func faster(_ contestant: String, than others: String..., by factor: Double) -> Goal {
        Goal(contestant: contestant, measure: .faster(than: others, factor: factor))
    }

    static func memory(_ contestant: String, atMost bytes: Int) -> Goal {
        Goal(contestant: contestant, measure: .memory(atMost: bytes))
    }
}
