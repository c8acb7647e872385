extension Tape {
    /// A tape of the value at `index` alone.
    func detached(_ index: Int) -> Tape {
        let end = next(after: index)
        // Texts stand in document order, so those of one value are one piece.
        var firstText: Int?
        var lastText = 0
        var words: [UInt64] = [Self.word(.root, end - index + 2)]
        words.reserveCapacity(end - index + 2)
        let shift = UInt64(index - 1)
        var place = index
        while place < end {
            let word = self.word(at: place)
            switch tag(at: place) {
            case .int64, .uint64, .double:
                words.append(word)
                words.append(bits(at: place))
                place += 1
            case .string, .numberText:
                lastText = payload(at: place)
                let first = firstText ?? lastText
                firstText = first
                words.append(word - UInt64(first))
            case .startObject, .startArray, .endObject, .endArray: words.append(word - shift)
            default: words.append(word)
            }
            place += 1
        }
        words.append(Self.word(.root, 0))
        guard let firstText else { return Tape(copying: words.span, strings: Span()) }
        let bytes = lastText + 4 + textCount(atOffset: lastText) + 1 - firstText
        // Safe: from the first text to the NUL behind the last.
        let texts = unsafe Span<UInt8>(_unsafeStart: strings + firstText, count: bytes)
        return Tape(copying: words.span, strings: texts)
    }
}
