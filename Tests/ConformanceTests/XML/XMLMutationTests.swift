import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

/// XML changed at random: whatever it has become, it is read alike however it arrives, and by all readers.
///
/// `SLUICE_MUTATIONS` says how many, and `SLUICE_SEED` from which seed on; a failure names its own.
@Suite struct XMLMutationTests {
    private static let own: [[UInt8]] = [
        """
        <?xml version="1.0" encoding="UTF-8" standalone="no"?>
        <!-- c --><!DOCTYPE r [
          <!ELEMENT r (#PCDATA|a|b)*> <!ELEMENT b (a, a?)> <!NOTATION n SYSTEM "n"> <?pi in?>
          <!ATTLIST a i ID #IMPLIED d CDATA "default &e;" t NMTOKENS #IMPLIED>
          <!ENTITY e "an entity &#38;amp; <a/>"> <!ENTITY f "&e;&e;"> <!ENTITY % p "<!ENTITY g 'g'>"> %p;
          <!ENTITY x SYSTEM "x.xml"> <!ENTITY u SYSTEM "u" NDATA n>
        ]>
        <r xmlns="urn:r" xmlns:p='urn:p' p:a="1 &lt; 2" a="&quot;&#x41;"><?go on?>
          <a i='x' t="  one   two "/>text &e; &amp; more <b><a d="é"/></b>\r\n<![CDATA[<&]]]>]]&gt;<p:c xmlns:p="urn:q"/>
        </r><!-- end -->
        """,
        "<a/>", "<a b='1'>t</a>", "<r><a k='1'>x<a/>y</a><b/><a/></r>",
        "<!DOCTYPE a [<!ENTITY e '<b>'>]><a>&e;</b></a>", "",
    ].map { Array($0.utf8) }

    static func documents() throws -> [[UInt8]] {
        try ["xmlconf", "attacks", "libxml2-2.9.14/test", "real-xml"]
            .flatMap { Corpus.files(in: $0, suffix: ".xml") }
            .map { try Corpus.bytes($0.path) }
            .filter { $0.count < 3000 } + own + own + own
    }

    static let count = Corpus.number("SLUICE_MUTATIONS") ?? 2000
    static let firstSeed = UInt64(Corpus.number("SLUICE_SEED") ?? 1)

    static func options(_ seed: UInt64) -> XML.ParserOptions {
        var options = XML.ParserOptions()
        if seed % 5 == 0 { options.processesNamespaces = false }
        if seed % 7 == 0 { options.coalescesText = true }
        if seed % 3 == 0 {
            options.limits.depth = 3
            options.limits.attributesPerElement = 2
            options.limits.startTagBytes = 40
            options.limits.nameBytes = 6
            options.limits.attributeValueBytes = 12
            options.limits.textBytes = 60
            options.limits.entityExpansionBytes = 100
            options.limits.entityExpansionFactor = 2
            options.limits.entityDepth = 2
        }
        return options
    }

    /// What is told of a document, and its end.
    private func events(_ bytes: [UInt8], _ feeding: Feeding, _ options: XML.ParserOptions) -> [String] {
        let log = XMLEventLog()
        var parser = XML.Parser(handler: log, options: options, handlers: XML.Handlers(lexical: log), name: "d.xml")
        do {
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            _ = try parser.finish()
        } catch let error as ParseError {
            return log.events + ["\(error.code) \(error.position) \(error.path) \(error.message)"]
        } catch {
            return log.events + ["\(error)"]
        }
        return log.events
    }

    private func records(_ bytes: [UInt8], workers: Int, chunk: Int, _ options: XML.ParserOptions) throws -> [String] {
        var all = XML.RecordOptions()
        all.parser = options
        all.workers = workers
        all.chunkBytes = chunk
        var cursor = try XML.records(at: "//a", in: bytes, options: all, name: "d.xml")
        var found: [String] = []
        do {
            while let record = try cursor.next() {
                try found.append("\(cursor.offset) \(cursor.line) \(record.tostring())")
            }
        } catch let error as ParseError {
            found.append("\(error.code) \(error.position) \(error.message)")
        }
        return found
    }

    @Test func `Events, records and trees are the same however a document arrives`() throws {
        let documents = try Self.documents()
        var accepted = 0
        for seed in Self.firstSeed..<Self.firstSeed + UInt64(Self.count) {
            var mutation = Mutation(of: documents, seed: seed, pieces: Mutation.xmlPieces)
            let bytes = mutation.next()
            let options = Self.options(seed)
            let whole = events(bytes, .whole, options)
            let feedings: [Feeding] = [
                .bytewise, .random(seed: seed), .random(seed: seed, most: 4), .random(seed: seed, most: 300),
                .split(at: Int(seed) % (bytes.count + 1)),
            ]
            for feeding in feedings {
                let pieces = events(bytes, feeding, options)
                if pieces != whole {
                    Issue.record(
                        "seed \(seed) \(feeding): \(pieces) but whole: \(whole) of \(String(decoding: bytes, as: UTF8.self).debugDescription)"
                    )
                    return
                }
            }
            if whole.last == "end" { accepted += 1 }
            let one = try records(bytes, workers: 1, chunk: 1 << 16, options)
            for (workers, chunk) in [(1, 1), (1, Int(seed % 100) + 1), (2, Int(seed % 50) + 1)] {
                let other = try records(bytes, workers: workers, chunk: chunk, options)
                if other != one {
                    Issue.record(
                        "seed \(seed) \(workers) workers, chunks of \(chunk): \(other) but \(one) of \(String(decoding: bytes, as: UTF8.self).debugDescription)"
                    )
                    return
                }
            }
            var tree = XML.TreeOptions()
            tree.parser = options
            if let read = try? XML.ElementTree(bytes, options: tree) {
                let text = try read.root.tostring()
                var plain = XML.TreeOptions()
                plain.parser.processesNamespaces = options.processesNamespaces
                let again = try XML.ElementTree(string: text, options: plain)
                #expect(again.root == read.root, "seed \(seed): \(text)")
            }
        }
        #expect(accepted > Self.count / 40)
    }
}
