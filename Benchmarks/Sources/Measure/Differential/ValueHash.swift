import Sluice

/// A hash of a document's values (FNV-1a), the same that `simdjson_hash.cpp` makes of simdjson's dom.
///
/// It is a handler of events; numbers are read by Swift's own initialisers, so that Sluice's reading is checked
/// against another.
struct ValueHash: JSON.ContentHandler {
    private(set) var state: UInt64 = 0xCBF2_9CE4_8422_2325
    /// Whether there was a number that simdjson refuses: an integer beyond 64 bits or a literal beyond Double.
    private(set) var hasVastNumber = false
    private(set) var depth = 0
    private(set) var greatestDepth = 0

    mutating func startObject() { open("{") }
    mutating func startArray() { open("[") }
    mutating func endObject() { close("}") }
    mutating func endArray() { close("]") }
    mutating func key(_ name: JSON.Text) { add("k", name.utf8) }
    mutating func string(_ text: JSON.Text) { add("s", text.utf8) }
    mutating func number(_ number: JSON.NumberText) { add(number: String(number)) }
    mutating func boolean(_ value: Bool) { add(value ? "t" : "f") }
    mutating func null() { add("n") }

    mutating func add(number text: String) {
        if let integer = Int64(text) {
            add("i", UInt64(bitPattern: integer))
        } else if let integer = UInt64(text) {
            add("u", integer)
        } else if let double = Double(text), double.isFinite, text.contains(where: { ".eE".contains($0) }) {
            add("d", double.bitPattern)
        } else {
            hasVastNumber = true
            add("N", Array(text.utf8).span)
        }
    }

    mutating func add(_ tag: Unicode.Scalar, _ bytes: Span<UInt8>) {
        add(tag, UInt64(bytes.count))
        for i in bytes.indices { add(bytes[i]) }
    }

    mutating func add(_ tag: Unicode.Scalar, _ word: UInt64) {
        add(tag)
        for shift in stride(from: UInt64(0), to: 64, by: 8) { add(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    private mutating func open(_ tag: Unicode.Scalar) {
        add(tag)
        depth += 1
        greatestDepth = max(greatestDepth, depth)
    }

    private mutating func close(_ tag: Unicode.Scalar) {
        add(tag)
        depth -= 1
    }

    private mutating func add(_ tag: Unicode.Scalar) { add(UInt8(truncatingIfNeeded: tag.value)) }
    private mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

extension ValueHash {
    /// The same of a value. Numbers go through their text, which checks how they are written too.
    mutating func walk(_ value: JSON) throws {
        switch value.kind {
        case .object(let members):
            startObject()
            for (name, value) in members {
                key(name.text)
                try walk(value)
            }
            endObject()
        case .array(let elements):
            startArray()
            for element in elements { try walk(element) }
            endArray()
        case .string(let text): string(text.text)
        case .number: add(number: try value.dumps())
        case .bool(let flag): boolean(flag)
        case .null: null()
        }
    }
}
