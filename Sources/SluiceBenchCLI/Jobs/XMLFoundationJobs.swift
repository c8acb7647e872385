import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The work done by Foundation on XML: XMLParser and XMLDocument.
struct XMLFoundationJobs {
    let data: Data
    let clock: JobClock

    /// `nil` where Foundation has nothing of the kind.
    func run(_ job: Job) throws -> JobTiming? {
        switch job {
        case .events:
            return try clock.time(bytes: data.count) {
                let counter = Counter()
                let parser = XMLParser(stream: InputStream(data: data))
                parser.delegate = counter
                guard parser.parse() else { throw JobFailed("XMLParser cannot read the document") }
                return counter.events
            }
        #if !os(iOS) && !os(tvOS) && !os(watchOS) && !os(visionOS)
        case .loads, .walk, .records:
            return try clock.time(bytes: data.count) {
                keep(try XMLDocument(data: data))
                return 1
            }
        case .dumps:
            let document = try XMLDocument(data: data)
            return clock.time(bytes: data.count) {
                keep(document.xmlData)
                return 1
            }
        #endif
        default: return nil
        }
    }

    private final class Counter: NSObject, XMLParserDelegate {
        var events = 0

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) { events += 1 + attributes.count }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) { events += 1 }
    }
}
