import SluiceJSON

/// A hostile document of JSON, and the ways into it.
struct JSONAttack {
    let bytes: [UInt8]

    func measure() {
        Way("whole").measure { try JSON.parse(bytes.span, handler: JSONDigest()).digest.value }
        for size in Way.pieces(of: bytes) {
            Way("pieces of \(size)").measure {
                var parser = JSON.Parser(handler: JSONDigest())
                try Way.forEachPiece(of: bytes, size) { try parser.feed($0) }
                return try parser.finish().digest.value
            }
        }
        Way("value").measure {
            let value = try JSON.loads(bytes)
            let text = try value.dumpsBytes()
            guard try JSON.loads(text) == value, value.hashValue == value.hashValue else { return -1 }
            return text.count
        }
    }
}

private struct JSONDigest: JSON.ContentHandler {
    var digest = Digest()

    mutating func startObject() { digest.add(1) }
    mutating func key(_ name: JSON.Text) { digest.add(2, name.utf8) }
    mutating func endObject() { digest.add(3) }
    mutating func startArray() { digest.add(4) }
    mutating func endArray() { digest.add(5) }
    mutating func string(_ text: JSON.Text) { digest.add(6, text.utf8) }
    mutating func number(_ number: JSON.NumberText) { digest.add(7, number.utf8) }
    mutating func boolean(_ value: Bool) { digest.add(value ? 8 : 9) }
    mutating func null() { digest.add(10) }
}
