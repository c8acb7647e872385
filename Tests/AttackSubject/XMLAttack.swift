import SluiceXML

/// A hostile document of XML, and the ways into it.
struct XMLAttack {
    let bytes: [UInt8]

    func measure() {
        Way("whole").measure {
            try XML.parse(bytes.span, handler: XMLDigest()).digest.value
        }
        for size in Way.pieces(of: bytes) {
            Way("pieces of \(size)").measure {
                var parser = XML.Parser(handler: XMLDigest())
                try Way.forEachPiece(of: bytes, size) { try parser.feed($0) }
                return try parser.finish().digest.value
            }
        }
        Way("pulled").measure {
            var events = XML.events(bytes)
            var count = 0
            while try events.next() != nil { count += 1 }
            return count
        }
        Way("tree").measure {
            let tree = try XML.ElementTree(bytes)
            let text = try tree.root.tobytes()
            guard try XML.ElementTree(text) == tree, tree.hashValue == tree.hashValue else { return -1 }
            return text.count
        }
        for (workers, name) in [(1, "records"), (2, "records by two")] {
            Way(name).measure {
                var options = XML.RecordOptions()
                options.workers = workers
                var records = try XML.records(at: "/*/*", in: bytes, options: options)
                var count = 0
                while try records.next() != nil { count += 1 }
                return count
            }
        }
    }
}

private struct XMLDigest: XML.ContentHandler {
    var digest = Digest()

    mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) {
        digest.add(1, prefix.utf8)
        digest.add(2, uri.utf8)
    }
    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        digest.add(3, name.qualified.utf8)
        for i in attributes.indices {
            digest.add(4, attributes[i].name.qualified.utf8)
            digest.add(5, attributes[i].value.utf8)
        }
    }
    mutating func endElement(_ name: XML.Name) { digest.add(6) }
    /// Text comes in pieces as the document does.
    mutating func characters(_ text: XML.Text) {
        for i in text.utf8.indices { digest.add(Int(text.utf8[i])) }
    }
    mutating func processingInstruction(target: XML.Text, data: XML.Text) { digest.add(7, data.utf8) }
    mutating func skippedEntity(_ name: XML.Text) { digest.add(8, name.utf8) }
}
