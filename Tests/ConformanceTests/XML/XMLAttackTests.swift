import SluiceCore
import SluiceJSON
import SluiceTestSupport
import SluiceXML
import Testing

/// Documents made to break parsers of XML: what they expand to, how deep they go, what they try to open.
@Suite struct XMLAttackTests {
    /// What came of a document: a digest of all that was delivered, and the error.
    struct Outcome: Equatable {
        var events = 0
        var bytes = 0
        var digest: UInt64 = 14_695_981_039_346_656_037
        var error: String?

        mutating func add(_ text: borrowing XML.Text) {
            bytes += text.count
            for i in text.utf8.indices { digest = (digest ^ UInt64(text.utf8[i])) &* 1_099_511_628_211 }
        }
    }

    struct Handler: XML.ContentHandler {
        var outcome = Outcome()
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            outcome.events += 1
            outcome.add(name.qualified)
            for i in attributes.indices {
                outcome.add(attributes[i].name.qualified)
                outcome.add(attributes[i].value)
            }
        }
        mutating func endElement(_ name: XML.Name) { outcome.events += 1 }
        mutating func characters(_ text: XML.Text) { outcome.add(text) }
        mutating func processingInstruction(target: XML.Text, data: XML.Text) {
            outcome.events += 1
            outcome.add(data)
        }
        mutating func skippedEntity(_ name: XML.Text) { outcome.add(name) }
    }

    private static func read(_ bytes: [UInt8], _ size: Int, _ options: XML.ParserOptions) throws -> Outcome {
        var parser = XML.Parser(handler: Handler(), options: options)
        var outcome = Outcome()
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                do { try parser.feed(bytes.span.extracting(start..<min(start + size, bytes.count))) } catch {
                    outcome = parser.handler.outcome
                    throw error
                }
            }
            outcome = parser.handler.outcome
            outcome = try parser.finish().outcome
        } catch let error as ParseError {
            let place = "\(error.position.offset) \(error.position.line):\(error.position.column)"
            outcome.error = "\(error.code) \(place) \(error.path) \(error.message)"
        }
        return outcome
    }

    @Test(.enabled(if: Corpus.has("attacks"), "\(Corpus.missing)"))
    func `Hostile documents are accepted, rejected or refused by a limit, as each should be`() throws {
        let attacks = try #require(try JSON.loads(Corpus.bytes("attacks/attacks.json")).array)
        var count = 0
        for attack in attacks {
            guard attack["kind"] == "xml", let stored = attack["stored"]?.string ?? attack["file"]?.string else {
                continue
            }
            let bytes = try Corpus.bytes("attacks/\(stored)")
            let whole = try Self.read(bytes, max(bytes.count, 1), XML.ParserOptions())
            for size in bytes.count > 50_000 ? [4096] : [1, 7, 1024] {
                #expect(try Self.read(bytes, size, XML.ParserOptions()) == whole, "\(stored) in pieces of \(size)")
            }
            // What is delivered is bounded by what was read.
            #expect(whole.bytes <= 9_000_000 + 100 * bytes.count, "\(stored)")
            switch attack["expect"]?.string {
            case "accept": #expect(whole.error == nil, "\(stored)")
            case "reject": #expect(whole.error != nil, "\(stored)")
            default: break
            }
            count += 1
        }
        #expect(count > 70)
    }
}
