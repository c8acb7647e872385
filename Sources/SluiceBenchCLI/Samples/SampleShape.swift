/// What a generated sample looks like.
enum SampleShape: String, CaseIterable, Sendable {
    /// One document `{"statuses": [...], "search_metadata": {...}}` of nested messages, a few KB each.
    case statuses
    /// NDJSON: one record of about 1 KiB a line.
    case lines
    /// One document of coordinates, as in maps: nearly all of it numbers.
    case floats
    /// XML: a bibliography in the manner of DBLP, with text in small elements.
    case bibliography
    /// XML: a map in the manner of OpenStreetMap, nearly all of it attributes.
    case map

    /// Where its records are, as `compare` and `sluice records` want it.
    var recordPath: String? {
        switch self {
        case .statuses: "$.statuses[*]"
        case .lines: nil
        case .floats: "$.features[*]"
        case .bibliography: "/dblp/*"
        case .map: "/osm/*"
        }
    }
}
