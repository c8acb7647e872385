#if Services
/// A media type, or a range of them in `Accept` (RFC 9110, sections 8.3.1 and 12.5.1).
struct MediaRange {
    /// In small letters: `application/json`, `text/*`, `*/*`.
    var type = ""
    var subtype = ""
    /// By names in small letters. Quotes are taken off the values.
    var parameters: [String: String] = [:]

    /// `nil` where it is none.
    init?(_ text: some StringProtocol) {
        var parts = Self.split(text, at: ";").makeIterator()
        let names = (parts.next() ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty else { return nil }
        (type, subtype) = (names[0].lowercased(), names[1].lowercased())
        while let part = parts.next() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            parameters[Self.trim(pair[0]).lowercased()] = Self.trim(pair[1]).filter { $0 != "\"" }
        }
    }

    /// The ranges of an `Accept` field; what is none of them is left out.
    static func list(_ field: String) -> [MediaRange] { split(field, at: ",").compactMap { MediaRange($0) } }

    var name: String { "\(type)/\(subtype)" }

    /// From 0, not at all, to 1.
    var quality: Double {
        guard let text = parameters["q"] else { return 1 }
        return min(max(Double(text) ?? 0, 0), 1)
    }

    /// How closely it names a type; `nil` where it does not.
    func closeness(to name: String) -> Int? {
        if self.name == name { return 2 }
        if subtype == "*", type == name.prefix(while: { $0 != "/" }) { return 1 }
        return type == "*" && subtype == "*" ? 0 : nil
    }

    /// Splits where it stands outside of quotes.
    private static func split(_ text: some StringProtocol, at separator: Character) -> [String] {
        var isQuoted = false
        return text.split(omittingEmptySubsequences: true) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == separator && !isQuoted
        }.map { trim($0) }
    }

    private static func trim(_ text: some StringProtocol) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
#endif
