import CFloors
import Sluice

/// Our side of each piece of work, written as a user of the package would write it.
enum SluiceWork {
    /// Sums every number and takes every string's length.
    static func walk(_ value: JSON, _ totals: inout floor_totals) {
        switch value.kind {
        case .object(let members):
            totals.events += 2
            members.forEach { member in
                totals.events += 1
                walk(member.value, &totals)
            }
        case .array(let elements):
            totals.events += 2
            elements.forEach { walk($0, &totals) }
        case .string(let string):
            totals.events += 1
            totals.text_bytes += UInt64(string.utf8Count)
        case .number(let number):
            totals.events += 1
            totals.sum += number.double
        case .bool, .null:
            totals.events += 1
        }
    }

    /// Counts events and the bytes of their text, as the C callbacks do.
    struct Counter: JSON.ContentHandler {
        var totals = floor_totals()

        mutating func startObject() { totals.events += 1 }
        mutating func key(_ name: JSON.Text) {
            totals.events += 1
            totals.text_bytes += UInt64(name.count)
        }
        mutating func endObject() { totals.events += 1 }
        mutating func startArray() { totals.events += 1 }
        mutating func endArray() { totals.events += 1 }
        mutating func string(_ text: JSON.Text) {
            totals.events += 1
            totals.text_bytes += UInt64(text.count)
        }
        mutating func number(_ number: JSON.NumberText) { totals.events += 1 }
        mutating func boolean(_ value: Bool) { totals.events += 1 }
        mutating func null() { totals.events += 1 }
    }

    /// Events of bytes that arrive in pieces.
    static func count(_ bytes: [UInt8], piece: Int) throws -> floor_totals {
        var parser = JSON.Parser(handler: Counter())
        var start = 0
        let span = bytes.span
        while start < span.count {
            let end = min(start + piece, span.count)
            try parser.feed(span.extracting(start..<end))
            start = end
        }
        return try parser.finish().totals
    }

    /// Events of bytes in memory.
    static func count(_ bytes: [UInt8]) throws -> floor_totals {
        try JSON.parse(bytes.span, handler: Counter()).totals
    }
}

extension floor_totals {
    /// Whether two engines have seen the same document.
    func agrees(with other: floor_totals) -> Bool { events == other.events && text_bytes == other.text_bytes }
}
