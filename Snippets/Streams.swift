// Documents out of a stream and into one: no input or output in it, so that it goes with any socket, pipe or file.
import SluiceStreaming

// snippet.show
// What one side sends, framed as both have agreed.
var encoder = try DocumentEncoder(.lengthPrefixed(.uint32BigEndian, content: .json))
var bytes = try encoder.encode(["id": 1, "text": "first"])
bytes += try encoder.encode(text: #"{"id": 2, "text": "text that is JSON already is checked"}"#)

// What the other side reads, in whatever pieces it arrives. A bad record does not end the stream here.
var options = StreamOptions()
options.resynchronises = true
options.limits.recordBytes = 1 << 20
var decoder = DocumentDecoder(encoder.framing, options: options, name: "10.0.0.1:4711")
for byte in bytes {
    decoder.feed([byte])
    do {
        while let record = try decoder.next() { print(decoder.ordinal, record.json?["text"]?.string ?? "") }
    } catch  where error.isResumable {
        print(error)
    }
}
decoder.finish()
while let record = try decoder.next() { print(record) }
// snippet.hide

// snippet.show
// Stanzas in a root that stays open, as they arrive.
let (chunks, connection) = AsyncStream.makeStream(of: [UInt8].self)
connection.yield(Array("<stream xmlns='urn:example' to='example.org'><mess".utf8))
connection.yield(Array("age>hello</message></stream>".utf8))
connection.finish()

var stanzas = DocumentStream(.xmlStanzas, in: chunks).makeAsyncIterator()
let root = try await stanzas.root()
print(root?.attributes["to"] ?? "")
while let stanza = try await stanzas.next()?.xml { print(stanza.qname.local, stanza.text ?? "") }
