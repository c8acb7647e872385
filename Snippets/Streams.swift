// Documents out of a stream and into one: no input or output in it, so that it goes with any socket, pipe or file.
import SluiceStreaming

// snippet.show
// What one side sends, framed as both have agreed.
var encoder = try DocumentEncoder(.lengthPrefixed(.uint32BigEndian, content: .json))
var bytes = try encoder.encode(["id": 1, "text": "a value"])
bytes += try encoder.encode(text: #"{"id": 2, "text": "text that is JSON already is checked"}"#)

// What the other side reads, in whatever pieces it arrives. Behind a bad record it goes on here.
func receive(_ pieces: [[UInt8]], as framing: DocumentFraming) throws {
    var options = StreamOptions()
    options.resynchronises = true
    options.limits.recordBytes = 1 << 20
    var decoder = DocumentDecoder(framing, options: options, name: "10.0.0.1:4711")
    for piece in pieces + [[]] {
        if piece.isEmpty { decoder.finish() } else { decoder.feed(piece) }
        while !decoder.isFinished {
            do {
                guard let record = try decoder.next() else { break }
                print(decoder.ordinal, record.json?["text"]?.string ?? "")
            } catch {
                guard error.isResumable else { throw error }
                print(error)
            }
        }
    }
}
// snippet.hide

try receive(bytes.map { [$0] }, as: .lengthPrefixed(.uint32BigEndian, content: .json))

// snippet.show
// Stanzas in a root that stays open, as they arrive.
func serve(_ chunks: AsyncStream<[UInt8]>) async throws {
    var stanzas = DocumentStream(.xmlStanzas, in: chunks).makeAsyncIterator()
    // The start tag is there before the first stanza, so that it can be answered.
    let root = try await stanzas.root()
    print(root?.attributes["to"] ?? "")
    while let stanza = try await stanzas.next()?.xml { print(stanza.qname.local, stanza.text ?? "") }
}
// snippet.hide

let (chunks, connection) = AsyncStream.makeStream(of: [UInt8].self)
connection.yield(Array("<stream xmlns='urn:example' to='example.org'><mess".utf8))
connection.yield(Array("age>hello</message></stream>".utf8))
connection.finish()
try await serve(chunks)
