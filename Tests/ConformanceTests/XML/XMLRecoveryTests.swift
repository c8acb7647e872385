import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// XML changed at random, and recovered: `SLUICE_MUTATIONS` and `SLUICE_SEED` as in `XMLMutationTests`.
@Suite struct XMLRecoveryTests {
    private static let count = XMLMutationTests.count / 4

    /// What is told of a document, faults among the events.
    private func events(_ bytes: [UInt8], _ feeding: Feeding, _ options: XML.ParserOptions) -> [String] {
        let log = XMLEventLog()
        let faults = FaultLog(log)
        var parser = XML.Parser(
            handler: log, options: options, handlers: XML.Handlers(error: faults, lexical: log), name: "d.xml")
        do {
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            _ = try parser.finish()
        } catch {
            faults.note("thrown", error)
        }
        return log.events
    }

    private final class FaultLog: XML.ErrorHandler {
        let log: XMLEventLog
        private(set) var first: String?
        init(_ log: XMLEventLog) { self.log = log }
        func error(_ error: ParseError) { note("fault", error) }
        func note(_ kind: String, _ error: any Error) { log.note("\(kind) \(Self.words(error))") }
        static func words(_ error: any Error) -> String {
            guard let error = error as? ParseError else { return "\(error)" }
            return "\(error.code) \(error.position) \(error.path) \(error.message)"
        }
    }

    private func strictly(_ bytes: [UInt8], _ options: XML.ParserOptions) -> [String] {
        var options = options
        options.recovers = false
        return events(bytes, .whole, options)
    }

    /// Elements begin and end in turn, whatever was wrong.
    private func isBalanced(_ events: [String]) -> Bool {
        var open: [Substring] = []
        for event in events {
            if event.hasPrefix("</") {
                guard open.popLast() == event.dropFirst(2) else { return false }
            } else if event.hasPrefix("<") {
                open.append(event.dropFirst().prefix { $0 != " " })
            }
        }
        return open.isEmpty
    }

    @Test func `A recovered document is the same however it arrives, and a good one is as it always was`() throws {
        let documents = try XMLMutationTests.documents()
        var recovered = 0
        for seed in XMLMutationTests.firstSeed..<XMLMutationTests.firstSeed + UInt64(Self.count) {
            var mutation = Mutation(of: documents, seed: seed, pieces: Mutation.xmlPieces)
            let bytes = mutation.next()
            var options = XMLMutationTests.options(seed)
            options.recovers = true
            let whole = events(bytes, .whole, options)
            let shown = String(decoding: bytes, as: UTF8.self).debugDescription
            let feedings: [Feeding] = [
                .bytewise, .random(seed: seed), .random(seed: seed, most: 4), .random(seed: seed, most: 300),
                .split(at: Int(seed) % (bytes.count + 1)),
            ]
            for feeding in feedings {
                let pieces = events(bytes, feeding, options)
                if pieces != whole {
                    Issue.record("seed \(seed) \(feeding): \(pieces) but whole: \(whole) of \(shown)")
                    return
                }
            }
            let strict = strictly(bytes, options)
            guard let end = strict.last else { continue }
            if end == "end" {
                #expect(whole == strict, "seed \(seed)")
                continue
            }
            // Its first fault is what ends it where nothing is recovered, unless that goes on and a limit ends it.
            let fault = whole.first { $0.hasPrefix("fault") || $0.hasPrefix("thrown") }
            let words = end.dropFirst("thrown".count)
            if fault?.hasSuffix(words) != true {
                Issue.record("seed \(seed): \(fault ?? "none") but \(end) of \(shown)")
            }
            guard whole.last == "end" else { continue }
            recovered += 1
            #expect(isBalanced(whole), "seed \(seed)")
            var tree = XML.TreeOptions()
            tree.parser = options
            if let read = try? XML.ElementTree(bytes, options: tree) { #expect(read.faultCount > 0, "seed \(seed)") }
            var pulled = XML.events(bytes, options: options)
            do { while try pulled.next() != nil {} } catch { continue }  // a text beyond the limit
            #expect(pulled.faultCount == whole.count { $0.hasPrefix("fault") }, "seed \(seed)")
        }
        #expect(recovered > Self.count / 4)
    }

    @Test func `Many faults of any kind are passed over, and the document ends`() throws {
        let kinds = [
            "<", "&", "]]>", "</b>", "</b", "<b", "<b ", "<b c", "<b c=", "<b c=d>", "\u{1}", "<!", "<?", "<!-- -- -->",
            "<!DOCTYPE", "<!DOCTYPE x>", "<![CDATA[", "&x;", "&#;", "<a b=\"<\"/>", "<a b=\"&\"/>", "<p:a p:b='' b=c/>",
            "<b c c/>", "=", "'", "\"", "<!--", "--", "/", "<?xml ?>", "<? ?>", "<b'>",
        ]
        for kind in kinds {
            for start in ["", "<a>", "<a ", "<a b=\""] {
                let bytes = Array((start + String(repeating: kind, count: 1000)).utf8)
                var options = XML.ParserOptions()
                options.recovers = true
                options.limits = .unlimited
                let whole = events(bytes, .whole, options)
                #expect(whole.last == "end", "\(start)\(kind)")
                #expect(events(bytes, .every(300), options) == whole, "\(start)\(kind)")
            }
        }
    }
}
