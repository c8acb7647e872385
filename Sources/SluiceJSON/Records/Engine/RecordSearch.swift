internal import SluiceCore

/// Finds the records within an element that was parsed whole, where paths lead on below it.
struct RecordSearch {
    private let paths: [RecordPath]
    /// The paths that lead to the element, and how many of their steps that takes.
    private let deeper: UInt64
    private let depth: Int

    /// A record's place on the tape, and the path that it matches.
    struct Match {
        let index: Int
        let pathIndex: Int
    }

    private struct Level {
        var next: Int
        let end: Int
        let isObject: Bool
        let paths: UInt64
        var ordinal = 0
    }

    init(_ batch: RecordBatch) {
        paths = batch.framing.paths
        deeper = batch.details.deeper
        depth = batch.frames.count
    }

    /// Appends the records within the element at `index`, in document order.
    func collect(_ index: Int, of tape: Tape, into matches: inout [Match]) {
        var levels: [Level] = []
        open(index, of: tape, paths: deeper, &levels)
        while let last = levels.indices.last {
            var level = levels[last]
            guard level.next < level.end else {
                levels.removeLast()
                continue
            }
            let name = level.isObject ? level.next : nil
            let value = level.isObject ? level.next + 1 : level.next
            let ordinal = level.ordinal
            level.next = tape.next(after: value)
            level.ordinal += 1
            levels[last] = level

            var below: UInt64 = 0
            var match: Int?
            let step = depth + last
            for i in paths.indices where level.paths & 1 << UInt64(i) != 0 {
                guard isStep(paths[i].steps[step], named: name, at: ordinal, of: tape) else { continue }
                if paths[i].steps.count == step + 1 {
                    match = i
                    break
                }
                below |= 1 << UInt64(i)
            }
            if let match {
                matches.append(Match(index: value, pathIndex: match))
            } else if below != 0 {
                open(value, of: tape, paths: below, &levels)
            }
        }
    }

    private func open(_ index: Int, of tape: Tape, paths: UInt64, _ levels: inout [Level]) {
        let tag = tape.tag(at: index)
        guard tag == .startObject || tag == .startArray else { return }
        levels.append(
            Level(next: index + 1, end: tape.next(after: index) - 1, isObject: tag == .startObject, paths: paths))
    }

    private func isStep(_ step: RecordPath.Step, named name: Int?, at ordinal: Int, of tape: Tape) -> Bool {
        if step.isWildcard { return true }
        guard let name else { return step.index == ordinal }
        guard let wanted = step.name else { return false }
        return tape.text(atOffset: tape.payload(at: name), is: wanted.span)
    }

    /// The ways down from the element at `root` to the value at `index`: which child each time, and what it is called.
    static func way(from root: Int, to index: Int, of tape: Tape) -> [(ordinal: Int, step: String)] {
        var way: [(Int, String)] = []
        var container = root
        while container != index {
            let isObject = tape.tag(at: container) == .startObject
            var place = container + 1
            var ordinal = 0
            while true {
                let value = isObject ? place + 1 : place
                let next = tape.next(after: value)
                if index < next {
                    let name = isObject ? String(tape.text(atOffset: tape.payload(at: place))) : String(ordinal)
                    way.append((ordinal, name))
                    container = value
                    break
                }
                place = next
                ordinal += 1
            }
        }
        return way
    }

    /// Where the text of a value is that `way` leads to, in the text of the element, which is JSON.
    static func locate(_ way: [(ordinal: Int, step: String)], in text: Span<UInt8>) -> Range<Int> {
        var start = 0
        for (ordinal, _) in way {
            let isObject = text[start] == UInt8(ascii: "{")
            start += 1
            for _ in 0..<ordinal { start = endOfValue(from: start, in: text) + 1 }
            // A member's name, and the colon behind it.
            if isObject {
                start = endOfString(from: skipBlanks(from: start, in: text), in: text)
                start = skipBlanks(from: start, in: text) + 1
            }
            start = skipBlanks(from: start, in: text)
        }
        var end = endOfValue(from: start, in: text)
        while RecordWindow.isBlank(text[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func skipBlanks(from start: Int, in text: Span<UInt8>) -> Int {
        var place = start
        while RecordWindow.isBlank(text[place]) { place += 1 }
        return place
    }

    private static func endOfString(from start: Int, in text: Span<UInt8>) -> Int {
        var place = start + 1
        while text[place] != UInt8(ascii: "\"") { place += text[place] == UInt8(ascii: "\\") ? 2 : 1 }
        return place + 1
    }

    /// The comma or bracket behind the element or member that starts at `start`, or the text's end.
    private static func endOfValue(from start: Int, in text: Span<UInt8>) -> Int {
        var place = start
        var depth = 0
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "\""):
                place = endOfString(from: place, in: text)
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return place }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0: return place
            default: break
            }
            place += 1
        }
        return place
    }
}
