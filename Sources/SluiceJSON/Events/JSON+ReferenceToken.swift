extension JSON {
    /// A member's name as one reference token of a JSON Pointer (RFC 6901, section 3).
    static func referenceToken(_ name: String) -> String {
        var token = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": token += "~0"
            case "/": token += "~1"
            default: token.unicodeScalars.append(character)
            }
        }
        return token
    }
}
