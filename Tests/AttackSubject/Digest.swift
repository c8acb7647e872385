/// A number that tells one sequence of events from another.
struct Digest {
    private(set) var value = 0

    mutating func add(_ number: Int) { value = (value &* 31) ^ number }

    mutating func add(_ kind: Int, _ utf8: Span<UInt8>) {
        add(kind)
        add(utf8.count)
        // A few bytes of long text, or this would cost more than the parsing.
        var i = 0
        while i < utf8.count {
            add(Int(utf8[i]))
            i += 1 + utf8.count / 100
        }
    }
}
