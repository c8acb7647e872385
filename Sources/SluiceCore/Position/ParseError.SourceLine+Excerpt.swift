extension ParseError.SourceLine {
    /// Bytes of a line on each side of the fault that an excerpt can make use of.
    static let reach = 240
    /// Characters shown before the fault and from it on.
    private static let shownBefore = 60
    private static let shownAfter = 40

    /// An excerpt of about 100 characters out of the bytes just before the fault and those from it on.
    ///
    /// Whatever the bytes are, the text is printable: bytes that are not UTF-8 become U+FFFD, a tab becomes a space,
    /// other controls their pictures (U+2400...), and what would steer a terminal's text direction U+FFFD.
    /// - Parameter isCutBefore: Whether the line began before `before`.
    /// - Parameter isCutAfter: Whether it goes on after `after`.
    package init(before: [UInt8], isCutBefore: Bool, after: [UInt8], isCutAfter: Bool) {
        var head = before[...]
        if isCutBefore { head = head.drop(while: { $0 & 0xC0 == 0x80 }) }
        var tail = after[...]
        if isCutAfter { tail.removeIncompleteCharacter() }
        if tail.last == UInt8(ascii: "\r"), !isCutAfter { tail.removeLast() }

        let headText = Self.printable(head)
        let tailText = Self.printable(tail)
        let shownHead = headText.suffix(Self.shownBefore)
        let shownTail = tailText.prefix(Self.shownAfter)
        let ellipsisBefore = isCutBefore || shownHead.count < headText.count ? "…" : ""
        let ellipsisAfter = isCutAfter || shownTail.count < tailText.count ? "…" : ""
        self.init(
            text: ellipsisBefore + shownHead + shownTail + ellipsisAfter,
            caret: (ellipsisBefore + shownHead).count)
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            text.unicodeScalars.append(scalar.printable)
        }
        return text
    }
}

extension ArraySlice<UInt8> {
    /// Drops the first bytes of a character whose rest was cut off.
    fileprivate mutating func removeIncompleteCharacter() {
        for back in 1...3 where back <= count {
            let byte = self[endIndex - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            if length > back { removeLast(back) }
            return
        }
    }
}

extension Unicode.Scalar {
    fileprivate var printable: Unicode.Scalar {
        switch value {
        case 0x09: " "
        case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        // C1 controls; line and paragraph separators; marks, embeddings, overrides and isolates of direction.
        case 0x80..<0xA0, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: "\u{FFFD}"
        default: self
        }
    }
}
