import Foundation

/// Which contests there are: each kind of work with each of its documents.
struct Rows {
    let documents: Documents
    let python: Python?
    let floors: [CompilerFloors]
    let quick: Bool
    let progress: Progress

    /// The names of the documents for a kind of work.
    func documents(for work: Work) -> [String] {
        switch work {
        case .load, .walk, .dumps: ["twitter", "citm_catalog", "canada", Self.small]
        case .pieces: ["twitter", "citm_catalog", "canada", large]
        case .memory: ["twitter", "citm_catalog", "canada", large]
        case .coldLoad: [large, largeFloats]
        case .records: [huge, hugeCompact]
        case .xmlEvents, .xmlStrings: [bibliography, map, "gigantic.svg", "nfctests.xml"]
        case .xmlTree, .xmlWrite, .domParse, .domXPath, .domWrite, .domAll: [bibliography, map] + Self.found
        case .xmlMemory: [bibliography, map]
        case .xmlRecords: [hugeBibliography]
        case .queues: [QueueRows.oneThread, QueueRows.twoThreads]
        case .streams: [StreamRows.tcp, StreamRows.tls, StreamRows.delay, StreamRows.faults]
        case .sockets: [SocketRows.echo, SocketRows.records, SocketRows.idle]
        }
    }

    private static let small = "statuses 3 MB"
    /// XML as it is found: many attributes, entities, namespaces, paths; prose, records, test suites.
    private static let found = [
        "attributes.xml", "cdata.xml", "gigantic.svg", "manynamespaces.xml", "map.osm", "mediawiki-dump.xml",
        "medium.svg", "nes96.xml", "nfctests.xml", "tei-JON.xml", "tei-RUT.xml", "text.xml",
    ]
    private var large: String { quick ? "statuses 20 MB" : "statuses 100 MB" }
    private var largeFloats: String { quick ? "floats 20 MB" : "floats 100 MB" }
    private var bibliography: String { quick ? "bibliography 20 MB" : "bibliography 100 MB" }
    private var map: String { quick ? "map 20 MB" : "map 100 MB" }
    private var hugeBibliography: String { quick ? "bibliography 100 MB" : "bibliography 1 GB" }
    private var huge: String { quick ? "statuses 100 MB" : "statuses 1 GB" }
    private var hugeCompact: String { huge + " compact" }

    /// `nil` where the document is missing.
    func contest(_ work: Work, _ name: String) throws -> Contest? {
        let values = ValueRows(floors: floors, python: python)
        let events = EventRows(floors: floors)
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let processes = ProcessRows(programs: folder, python: python)
        switch work {
        case .coldLoad: return try processes.coldLoad(generated(name), name: name, isJudged: name == large)
        case .records: return try processes.records(generated(name), name: name, isJudged: name == huge)
        case .xmlMemory: return try processes.xmlTree(generated(name), name: name)
        case .xmlRecords: return try processes.xmlRecords(generated(name), name: name)
        case .queues: return QueueRows(python: python).contest(name)
        case .streams: return StreamRows(programs: folder, quick: quick).contest(name)
        case .sockets: return try SocketRows(programs: folder).contest(name)
        default: break
        }
        guard let document = try document(name) else { return nil }
        switch work {
        case .load: return values.loads(document)
        case .walk: return try values.walk(document)
        case .dumps: return try values.dumps(document)
        case .pieces: return try events.pieces(document)
        case .xmlEvents: return try XMLRows(python: python).events(document)
        case .xmlStrings: return try XMLRows(python: python).strings(document)
        case .xmlTree: return try XMLRows(python: python).tree(document)
        case .xmlWrite: return try XMLRows(python: python).write(document)
        case .domParse: return DOMRows(python: python).parse(document)
        case .domXPath: return try DOMRows(python: python).xpath(document)
        case .domWrite: return try DOMRows(python: python).write(document)
        case .domAll: return try DOMRows(python: python).all(document)
        default: return try events.memory(document, isJudged: ["twitter", "citm_catalog"].contains(name))
        }
    }

    private func document(_ name: String) throws -> Document? {
        guard name.contains(" ") else { return try documents.published(name) }
        return try Document(name: name, path: generated(name))
    }

    /// `statuses 1 GB compact` is generated so.
    private func generated(_ name: String) throws -> String {
        let words = name.split(separator: " ").map(String.init)
        return try documents.generated(
            words[0], size: words[1] + words[2], options: words.dropFirst(3).map { "--" + $0 }, progress: progress)
    }
}
