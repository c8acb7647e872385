import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

/// Random documents, with the order that their members should get.
private struct SortedDocument {
    private var noise: Noise
    private let isCanonical: Bool
    private let names = ["", "a", "b", "ab", "B", "é", "漢", "\u{e000}", "\u{ffff}", "😀", "\u{10ffff}", "a\"\\\n", "aa"]

    init(seed: UInt64, isCanonical: Bool) {
        noise = Noise(seed: seed)
        self.isCanonical = isCanonical
    }

    private func comes(_ a: String, before b: String) -> Bool {
        isCanonical ? a.utf16.lexicographicallyPrecedes(b.utf16) : a.utf8.lexicographicallyPrecedes(b.utf8)
    }

    /// A value as it is written, and as it should come out.
    mutating func value(depth: Int) throws -> (written: String, sorted: String) {
        switch depth == 0 ? 4 : noise.next() % 6 {
        case 0...2:
            var members: [(name: String, written: String, sorted: String)] = []
            for _ in 0..<noise.next() % 6 {
                let name = names[Int(noise.next() % UInt64(names.count))]
                if isCanonical && members.contains(where: { Array($0.name.utf16) == Array(name.utf16) }) { continue }
                let value = try value(depth: depth - 1)
                var writer = JSON.Writer(to: MemorySink())
                try writer.string(name)
                let key = String(decoding: try writer.finish().bytes, as: UTF8.self)
                members.append((name, "\(key):\(value.written)", "\(key):\(value.sorted)"))
            }
            let sorted = members.enumerated().sorted {
                comes($0.element.name, before: $1.element.name)
                    || (!comes($1.element.name, before: $0.element.name) && $0.offset < $1.offset)
            }
            return (
                "{" + members.map(\.written).joined(separator: ",") + "}",
                "{" + sorted.map(\.element.sorted).joined(separator: ",") + "}"
            )
        case 3:
            let elements = try (0..<noise.next() % 4).map { _ in try value(depth: depth - 1) }
            return (
                "[" + elements.map(\.written).joined(separator: ",") + "]",
                "[" + elements.map(\.sorted).joined(separator: ",") + "]"
            )
        default:
            let number = "\(noise.next() % 1000)"
            return (number, number)
        }
    }
}

@Suite struct MemberSorterTests {
    @Test(arguments: [false, true])
    func `Random documents come out sorted at every level, whatever their layout`(isCanonical: Bool) throws {
        for seed in 0..<100 {
            var document = SortedDocument(seed: UInt64(seed), isCanonical: isCanonical)
            let (written, sorted) = try document.value(depth: 6)
            let options: JSON.WriterOptions = isCanonical ? .canonical : .init(sortKeys: true)
            let value = try JSON.loads(written)
            #expect(try value.dumps(options) == sorted, "seed \(seed)")
            let writer = try JSON.parse(written.utf8.span, handler: JSON.Writer(to: MemorySink(), options: options))
            #expect(String(decoding: try writer.finish().bytes, as: UTF8.self) == sorted, "seed \(seed)")
            let pretty = try value.dumps(.init(indent: " ", sortKeys: true))
            #expect(try isCanonical || JSON.loads(pretty).dumps() == sorted, "seed \(seed)")
        }
    }

    @Test func `Members may be sorted while the sink takes what stands before them`() throws {
        var sink = MemorySink()
        let rows = (0..<20_000).map { #"{"b":\#($0),"a":[{"d":1,"c":2}]}"# }.joined(separator: ",")
        try JSON.loads("[\(rows)]").dump(to: &sink, .init(sortKeys: true))
        let sorted = (0..<20_000).map { #"{"a":[{"c":2,"d":1}],"b":\#($0)}"# }.joined(separator: ",")
        #expect(sink.bytes == Array("[\(sorted)]".utf8))
    }

    @Test func `A name twice is refused in canonical text, and the object stays open`() throws {
        var writer = JSON.Writer(to: MemorySink(), options: .canonical)
        try writer.startObject()
        for name in ["b", "a", "b"] {
            try writer.key(name)
            try writer.null()
        }
        do {
            try writer.endObject()
            Issue.record("an object with a name twice was canonical")
        } catch {
            #expect("\(error)" == "expected each name once in a canonical object, but 'b' stands there twice")
        }
        try writer.key("c")
        try writer.null()
        #expect(throws: WriterError.self) { try writer.endObject() }
    }

    @Test func `Many members of one object are sorted`() throws {
        var noise = Noise(seed: 3)
        var names = (0..<50_000).map { "\($0)" }
        names.shuffle(using: &noise)
        let value = try JSON.loads("{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}")
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let expected = "{" + sorted.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try value.dumps(.canonical) == expected)
    }
}
