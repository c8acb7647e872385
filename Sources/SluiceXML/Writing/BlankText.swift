/// Where white space may be put into text under construction, or left out of it: between the children of elements that
/// turn out to have no other text.
///
///     <a>·<b>·<i/>·</b>          · is a place, with the blanks that came there
///     <a>·<b>·<i/>·</b>x         text: all places since <a> keep their blanks
///     <a>·<b>·<i/>·</b>·</a>     the end: they are settled as lines
///
/// Nothing is in the text at a place until it is handed over.
struct BlankText: ~Copyable {
    /// A newline and this for each level; `nil` for nothing at all.
    private let indent: [UInt8]?
    private var places: [Place] = []
    /// Runs of places that keep their blanks, in order.
    private var kept: [Range<Int>] = []
    private var blanks = TextBuffer()
    /// Places handed over so far.
    private(set) var removedCount = 0

    private struct Place {
        /// Where in the text.
        var offset: Int
        /// Levels of the indent; less than 0 for the blanks as they are.
        var level: Int
        var blanksStart: Int
        var blanksCount: Int
    }

    init(indent: String?) { self.indent = indent.map { Array($0.utf8) } }

    /// The number of the next place, counted from the beginning of all text.
    var next: Int { removedCount + places.count }

    /// Bytes that wait here.
    var heldCount: Int { blanks.count }

    /// Notes blanks that came at `offset`.
    mutating func add(_ text: Span<UInt8>, at offset: Int, level: Int) {
        blanks.put(text)
        if let last = places.indices.last, places[last].offset == offset, !isKept(last) {
            places[last].blanksCount += text.count
        } else {
            let start = blanks.count - text.count
            places.append(Place(offset: offset, level: level, blanksStart: start, blanksCount: text.count))
        }
    }

    /// A child, or the end of its parent, comes at `offset`.
    mutating func addLine(at offset: Int, level: Int) {
        if let last = places.indices.last, places[last].offset == offset, !isKept(last) {
            places[last].level = level
        } else {
            places.append(Place(offset: offset, level: level, blanksStart: blanks.count, blanksCount: 0))
        }
    }

    private func isKept(_ index: Int) -> Bool { kept.last?.contains(index) ?? false }

    /// All places from the given one on keep their blanks. Each is looked at once, however often this is called.
    mutating func keepBlanks(from first: Int) {
        let first = max(first - removedCount, 0)
        var end = places.count
        while let run = kept.last, run.upperBound > first {
            for index in run.upperBound..<max(end, run.upperBound) { places[index].level = -1 }
            end = run.lowerBound
            kept.removeLast()
        }
        if first < end { for index in first..<end { places[index].level = -1 } }
        if min(first, end) < places.count { kept.append(min(first, end)..<places.count) }
    }

    /// Moves `text` to `output`, with what stands at each place. Blanks at the very end of it, which may still become all
    /// that an element has, stay.
    mutating func handOver(_ text: inout TextBuffer, to output: inout TextBuffer, isEnd: Bool) {
        var from = 0
        var number = 0
        for place in places {
            if !isEnd, place.offset == text.count { break }
            output.put(from..<place.offset, of: text)
            from = place.offset
            number += 1
            if place.level < 0 {
                output.put(place.blanksStart..<place.blanksStart + place.blanksCount, of: blanks)
            } else if let indent {
                output.put(UInt8(ascii: "\n"))
                for _ in 0..<place.level { output.put(indent.span) }
            }
        }
        output.put(from..<text.count, of: text)
        let left = number < places.count
        let blanksBefore = left ? places[number].blanksStart : blanks.count
        blanks.removeFirst(blanksBefore)
        places.removeFirst(number)
        removedCount += number
        kept.removeAll(keepingCapacity: true)
        text.truncate(to: 0)
        if left {
            places[0].offset = 0
            places[0].blanksStart = 0
            if places[0].level < 0 { kept.append(0..<1) }
        }
    }
}
