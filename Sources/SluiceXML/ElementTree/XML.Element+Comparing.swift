extension XML.Element: Hashable {
    /// Whether names, attributes in whatever order, texts, tails and children are the same. No recursion.
    public static func == (a: Self, b: Self) -> Bool {
        var left = Walk(a)
        var right = Walk(b)
        while true {
            switch (left.next(), right.next()) {
            case (.enter(let a)?, .enter(let b)?):
                if a.owner === b.owner, a.index == b.index {
                    left.skipChildren()
                    right.skipChildren()
                } else if !a.hasSameHead(as: b) {
                    return false
                }
            case (.leave?, .leave?): continue
            case (nil, nil): return true
            default: return false
            }
        }
    }

    private func hasSameHead(as other: Self) -> Bool {
        kind == other.kind && tag == other.tag && count == other.count && text == other.text && tail == other.tail
            && attributes == other.attributes
    }

    public func hash(into hasher: inout Hasher) {
        var walk = Walk(self)
        while let step = walk.next() {
            guard case .enter(let element) = step else { continue }
            hasher.combine(element.tag)
            hasher.combine(element.text)
            hasher.combine(element.tail)
            hasher.combine(element.attributes)
            hasher.combine(element.count)
        }
    }
}
