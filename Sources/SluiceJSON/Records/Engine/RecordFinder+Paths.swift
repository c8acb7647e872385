internal import SluiceCore

// Records that stand somewhere within one document.
extension RecordFinder {
    /// What becomes of a value.
    enum Disposition {
        /// It is a record of this path.
        case record(Int)
        /// Records may be in it, of these paths.
        case descend(UInt64)
        case skip
    }

    /// What becomes of the value whose place in its container `matches` a step.
    private func disposition(_ matches: (RecordPath.Step) -> Bool) -> Disposition {
        var deeper: UInt64 = 0
        let depth = frames.count - 1
        // The root is the one value that no step leads to.
        let candidates = depth >= 0 ? frames[depth].paths : ~0
        if candidates == 0 { return .skip }
        for i in paths.indices where candidates & 1 << UInt64(i) != 0 {
            if depth >= 0, !matches(paths[i].steps[depth]) { continue }
            if paths[i].steps.count == depth + 1 { return .record(i) }
            deeper |= 1 << UInt64(i)
        }
        return deeper == 0 ? .skip : .descend(deeper)
    }

    /// How many elements from `index` on have the same disposition.
    private func sameDisposition(from index: Int, in frame: Frame) -> Int {
        var most = Int.max
        for i in paths.indices where frame.paths & 1 << UInt64(i) != 0 {
            guard let special = paths[i].steps[frames.count - 1].index, special >= index else { continue }
            most = min(most, max(special - index, 1))
        }
        return most
    }

    func element(isFirst: Bool) throws(ParseError) -> Found? {
        let frame = frames[frames.count - 1]
        var most = sameDisposition(from: frame.index, in: frame)
        let disposition = disposition { $0.matches(index: frame.index) }
        var deeper: UInt64 = 0
        if case .descend(let paths) = disposition {
            if frame.index >= frame.walksUntil {
                deeper = paths
            } else {
                guard window.skipBlanks() else { return try moreInput() }
                if descend(into: paths) { return nil }
                most = 1
            }
        }
        let isClosed = cutter.elements(in: window, most: most, reach: reach)
        guard cutter.count > 0 else {
            if deeper != 0 {
                // Its records come one by one where it does not fit the window, or ends too early.
                if window.isExhausted || window.isLast { return walk(1) }
                return .needsInput
            }
            if case .record = disposition { return try incomplete(isRecord: true) }
            return try incomplete(isRecord: false)
        }
        if isClosed {
            // The last element is none where only white space stands before the bracket.
            let last = cutter.count - 1
            if window.isBlank((last == 0 ? window.start : cutter[last - 1] + 1)..<cutter[last]) {
                if last == 0 {
                    guard isFirst || options.allowsTrailingCommas, window[cutter[0]] == UInt8(ascii: "]") else {
                        throw explain()
                    }
                    window.consume(to: cutter[0])
                    close()
                    return nil
                }
                // Come back to it after the others.
                cutter.keep(last)
                window.scanned = cutter[last - 1] + 1
            }
        }
        let after = cutter[cutter.count - 1]
        if deeper != 0, !isWhollyInRange(window.start..<after) { return walk(cutter.count) }
        stage = .after
        switch disposition {
        case .record(let path): return found(after: after, pathIndex: path)
        case .descend where deeper != 0: return found(after: after, deeper: deeper)
        default: return found(after: after, isRecord: false)
        }
    }

    /// Goes through the next elements step by step.
    private func walk(_ elements: Int) -> Found? {
        let last = frames.count - 1
        frames[last].walksUntil = frames[last].index + elements
        cutter.restart()
        window.scanned = window.start
        return nil
    }

    /// Whether no record there can be out of the range, or too large.
    private func isWhollyInRange(_ places: Range<Int>) -> Bool {
        window.offset(of: places.lowerBound) >= range.lowerBound
            && window.offset(of: places.upperBound) <= range.upperBound
            && places.count <= options.limits.effectiveRecordBytes
    }

    func key(isFirst: Bool) throws(ParseError) -> Found? {
        guard window.skipBlanks() else { return try moreInput() }
        switch window[window.start] {
        case UInt8(ascii: "\""):
            guard let end = endOfString() else {
                guard window.end - window.start - 1 <= options.limits.textBytes, !window.isLast else { throw explain() }
                return .needsInput
            }
            guard let key = name(in: window.start..<end) else { throw explain() }
            frames[frames.count - 1].key = key
            window.consume(to: end)
            stage = .colon
            return nil
        case UInt8(ascii: "}") where isFirst || options.allowsTrailingCommas:
            close()
            return nil
        default:
            throw explain()
        }
    }

    /// The name that a quoted text means; `nil` where it is no JSON string.
    private func name(in range: Range<Int>) -> [UInt8]? {
        let window = window
        let inside = range.lowerBound + 1..<range.upperBound - 1
        guard inside.count <= options.limits.textBytes else { return nil }
        let text = window.bytes(inside)
        var isPlain = true
        for i in text.indices where text[i] < 0x20 || text[i] >= 0x80 || text[i] == UInt8(ascii: "\\") {
            isPlain = false
            break
        }
        if isPlain { return Array(copying: text) }
        guard let name = parsing.value(of: window.bytes(range), levels: 0)?.string else { return nil }
        return Array(name.utf8)
    }

    func colon() throws(ParseError) -> Found? {
        guard window.skipBlanks() else { return try moreInput() }
        guard window[window.start] == UInt8(ascii: ":") else { throw explain() }
        window.consume(to: window.start + 1)
        stage = .value
        return nil
    }

    func value() throws(ParseError) -> Found? {
        guard window.skipBlanks() else { return try moreInput() }
        let disposition = disposition { $0.matches(name: frames[frames.count - 1].key) }
        if case .descend(let paths) = disposition, descend(into: paths) { return nil }
        var isRecord = false
        var pathIndex = 0
        if case .record(let path) = disposition {
            isRecord = true
            pathIndex = path
        }
        guard let end = frames.isEmpty ? endOfValue() : endOfMember() else {
            return try incomplete(isRecord: isRecord)
        }
        if frames.isEmpty {
            cutter.removeAll()
            cutter.append(end)
        }
        stage = .after
        return found(after: end, isRecord: isRecord, pathIndex: pathIndex)
    }

    private func endOfMember() -> Int? {
        _ = cutter.elements(in: window, most: 1, reach: .max >> 1)
        return cutter.count > 0 ? cutter[0] : nil
    }

    /// Goes into the container that starts here, if one does.
    private func descend(into paths: UInt64) -> Bool {
        let byte = window[window.start]
        guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "["), frames.count < options.limits.depth else {
            return false
        }
        window.consume(to: window.start + 1)
        cutter.restart()
        frames.append(Frame(isObject: byte == UInt8(ascii: "{"), paths: paths))
        stage = byte == UInt8(ascii: "{") ? .key(isFirst: true) : .element(isFirst: true)
        return true
    }

    /// Leaves the container whose closing bracket stands here.
    private func close() {
        window.consume(to: window.start + 1)
        frames.removeLast()
        if let last = frames.indices.last, !frames[last].isObject { frames[last].index += 1 }
        stage = .after
    }

    func after() throws(ParseError) -> Found? {
        guard window.skipBlanks() else {
            guard window.isLast else { return .needsInput }
            guard frames.isEmpty else { throw explain() }
            stage = .done
            return nil
        }
        guard let frame = frames.last else { throw explain() }
        switch window[window.start] {
        case UInt8(ascii: ","):
            window.consume(to: window.start + 1)
            stage = frame.isObject ? .key(isFirst: false) : .element(isFirst: false)
        case UInt8(ascii: "}") where frame.isObject, UInt8(ascii: "]") where !frame.isObject:
            close()
        default: throw explain()
        }
        return nil
    }

    /// Looks for the end of a value too large for the window, and lets go of what is before.
    func pass() throws(ParseError) -> Found? {
        let window = window
        let end: Int?
        switch framing {
        case .paths where !frames.isEmpty: end = endOfMember()
        case .paths, .concatenated: end = endOfPassedValue()
        case .lines, .textSequence: return passLine()
        }
        let stop = end ?? window.end
        if check != nil {
            // The byte behind the value shows whether it is complete, or that there is none.
            let seen = end == nil ? stop : min(stop + 1, window.end)
            let isLast = (window.isLast || window.isCut) && seen == window.end
            if let fault = check?.feed(window.bytes(window.start..<seen), isLast: isLast),
                window.isLast || fault.code != .truncated
            {
                throw located(fault, from: passedFrom)
            }
        } else if end == nil, window.isLast, !framing.paths.isEmpty {
            throw error(.truncated, "the text ends within a record", at: window.end)
        }
        window.consume(to: stop)
        guard end != nil || window.isLast else { return .needsInput }
        check = nil
        cutter.restart()
        if let last = frames.indices.last, !frames[last].isObject { frames[last].index += 1 }
        if case .concatenated = framing { stage = .concatenated } else { stage = .after }
        return nil
    }

    func moreInput() throws(ParseError) -> Found {
        if window.isLast { throw explain() }
        return .needsInput
    }
}
