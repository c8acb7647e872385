/// Names as C and Python write them: `profile_image_url`.
enum SnakeCase {
    /// `profile_image_url` as `profileImageUrl`. Underscores in front and behind stay.
    static func camelCase(of name: String) -> String {
        let isUnderscore: (Character) -> Bool = { $0 == "_" }
        guard let first = name.firstIndex(where: { $0 != "_" }), let last = name.lastIndex(where: { $0 != "_" }) else {
            return name
        }
        let words = name[first...last].split(whereSeparator: isUnderscore)
        guard words.count > 1 else { return name }
        let joined =
            words[0].lowercased() + words[1...].map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined()
        return name[..<first] + joined + name[name.index(after: last)...]
    }

    /// `profileImageURL` as `profile_image_url`: a capital begins a word, and so does the last of several in a row that
    /// a small letter follows (`myURLName` is `my_url_name`).
    static func snakeCase(of name: String) -> String {
        let letters = Array(name)
        var result = ""
        for (i, letter) in letters.enumerated() {
            if i > 0, letter.isUppercase, letters[i - 1] != "_" {
                let endsRun = i + 1 < letters.count && letters[i + 1].isLowercase
                if !letters[i - 1].isUppercase || endsRun { result += "_" }
            }
            result += letter.lowercased()
        }
        return result
    }
}
