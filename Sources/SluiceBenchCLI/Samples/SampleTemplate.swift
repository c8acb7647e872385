/// JSON text with holes, so that the shape of a sample can be read in its source.
///
/// A hole is `$name`; what fills it is up to whoever renders the template.
struct SampleTemplate<Hole> where Hole: RawRepresentable<String> & Sendable {
    /// A run of fixed bytes, then what to fill in.
    struct Part {
        let text: Range<Int>
        let hole: Hole?
    }

    let parts: [Part]
    let text: [UInt8]

    /// - Parameters:
    ///   - source: JSON indented by two spaces; a name after `$` that is no hole stays as it is.
    ///   - depth: how many levels deeper it will stand.
    ///   - indented: otherwise all white space outside strings goes.
    init(_ source: String, depth: Int = 0, indented: Bool) {
        var parts: [Part] = []
        var text: [UInt8] = []
        var start = 0
        var inString = false
        var rest = Array(source.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "$") {
                let name = rest.prefix { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_") }
                if let hole = Hole(rawValue: String(decoding: name, as: UTF8.self)) {
                    rest = rest.dropFirst(name.count)
                    parts.append(Part(text: start..<text.count, hole: hole))
                    start = text.count
                    continue
                }
            }
            if byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() {
                text += [byte, escaped]
                continue
            }
            if byte == UInt8(ascii: "\"") { inString.toggle() }
            if !inString, !indented, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { continue }
            text.append(byte)
            if byte == UInt8(ascii: "\n") { text += [UInt8](repeating: UInt8(ascii: " "), count: 2 * depth) }
        }
        parts.append(Part(text: start..<text.count, hole: nil))
        self.parts = parts
        self.text = text
    }

    /// Appends the text to `out`, calling `fill` wherever there is a hole.
    @inline(__always)
    func render(into out: inout [UInt8], fill: (Hole, inout [UInt8]) -> Void) {
        for part in parts {
            out.append(contentsOf: text[part.text])
            if let hole = part.hole { fill(hole, &out) }
        }
    }
}
