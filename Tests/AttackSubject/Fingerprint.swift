import SluiceJSON

/// A number that tells one sequence of events from another.
struct Fingerprint: JSON.ContentHandler {
    private(set) var value = 0

    private mutating func mix(_ number: Int) { value = (value &* 31) ^ number }
    private mutating func mix(_ kind: Int, _ utf8: Span<UInt8>) {
        mix(kind)
        mix(utf8.count)
        // A few bytes of long text, or this would cost more than the parsing.
        var i = 0
        while i < utf8.count {
            mix(Int(utf8[i]))
            i += 1 + utf8.count / 100
        }
    }

    mutating func startObject() { mix(1) }
    mutating func key(_ name: JSON.Text) { mix(2, name.utf8) }
    mutating func endObject() { mix(3) }
    mutating func startArray() { mix(4) }
    mutating func endArray() { mix(5) }
    mutating func string(_ text: JSON.Text) { mix(6, text.utf8) }
    mutating func number(_ number: JSON.NumberText) { mix(7, number.utf8) }
    mutating func boolean(_ value: Bool) { mix(value ? 8 : 9) }
    mutating func null() { mix(10) }
}
