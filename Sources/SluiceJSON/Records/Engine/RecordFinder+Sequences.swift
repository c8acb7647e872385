internal import SluiceCore

// Records that follow one another: lines, text sequences, values side by side.
extension RecordFinder {
    private var separator: UInt8 {
        if case .textSequence = framing { RecordFraming.recordSeparator } else { UInt8(ascii: "\n") }
    }

    func textSeparator(isFirst: Bool) throws(ParseError) -> Found? {
        guard window.skipBlanks() else {
            guard window.isLast else { return .needsInput }
            stage = .done
            return nil
        }
        guard window[window.start] == separator else {
            let order = isFirst ? "first" : "next"
            let fault = error(
                .syntax, "expected a record separator (0x1E) before the \(order) text", at: window.start)
            if isFirst { throw fault }
            stage = .passing
            return .bad(fault)
        }
        window.consume(to: window.start + 1)
        stage = .lines
        return nil
    }

    func lines() throws(ParseError) -> Found? {
        let (next, separators, isIrregular) = cutter.lines(in: window, separator: separator, reach: reach)
        let lines = separator == UInt8(ascii: "\n") ? separators : 0
        if cutter.count > 0 {
            if window[cutter[cutter.count - 1]] != separator { stage = stageAfterLineFeed() }
            return found(after: next, lines: lines, isIrregular: isIrregular)
        }
        // Blank lines, if any.
        window.consume(to: next, lines: lines)
        guard window.isLast else { return try incomplete(isRecord: true) }
        stage = .done
        guard !window.isBlank(window.start..<window.end) else { return nil }
        return lastRecord()
    }

    /// A text that a line feed ends is given before what should come next has come. What stands behind one that is given
    /// up, or began before the range, is passed over with it.
    private func stageAfterLineFeed() -> Stage {
        let last = cutter.count - 1
        let end = cutter[last]
        var start = last == 0 ? window.start : cutter[last - 1] + 1
        while start < end, RecordWindow.isBlank(window[start]) || window[start] == separator { start += 1 }
        let isWanted = window.offset(of: start) >= range.lowerBound
        return isWanted && end - start <= options.limits.effectiveRecordBytes
            ? .textSeparator(isFirst: false) : .passing
    }

    /// Looks for the end of a line that was given up, or that began before the range.
    func passLine() -> Found? {
        var end = window.start
        while end < window.end, window[end] != separator { end += 1 }
        if end < window.end {
            window.consume(to: end + 1)
            window.scanned = end + 1
            cutter.restart()
            stage = .lines
            return nil
        }
        window.consume(to: end)
        if !window.isLast { return .needsInput }
        stage = .done
        return nil
    }

    /// What stands between the last end and the end of the input.
    private func lastRecord() -> Found? {
        let isIrregular = cutter.isInside
        cutter.restart()
        cutter.removeAll()
        cutter.append(window.end)
        return found(after: window.end, isIrregular: isIrregular)
    }

    func concatenated() throws(ParseError) -> Found? {
        guard window.skipBlanks() else {
            guard window.isLast else { return .needsInput }
            stage = .done
            return nil
        }
        cutter.removeAll()
        var start = window.start
        while cutter.count < cutter.capacity, start - window.start < reach, let end = endOfValue(from: start) {
            cutter.restart()
            cutter.append(end)
            // A comma takes the place of the white space between two; where there is none they are not parsed together.
            start = end + 1
            while start < window.end, RecordWindow.isBlank(window[start]) { start += 1 }
            guard start < window.end, RecordWindow.isBlank(window[end]) else { break }
            window.scanned = start
        }
        guard cutter.count > 0 else {
            guard window.isLast else { return try incomplete(isRecord: true) }
            // The last value is cut: a record like others, and a bad one.
            stage = .done
            return lastRecord()
        }
        return found(after: cutter[cutter.count - 1])
    }

    func endOfValue() -> Int? { endOfValue(from: window.start) }

    /// The index behind the value that starts at `start`, once it is certain.
    private func endOfValue(from start: Int) -> Int? {
        switch window[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): cutter.value(in: window)
        case UInt8(ascii: "\""): endOfString(from: start)
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"): start + 1
        default: endOfScalar()
        }
    }

    /// The end of such a value whose first byte, and more, are gone.
    func endOfPassedValue() -> Int? {
        switch passedFirst {
        case UInt8(ascii: "{"), UInt8(ascii: "["): cutter.value(in: window)
        case UInt8(ascii: "\""): endOfString(from: window.start - 1)
        default: endOfScalar()
        }
    }

    private func endOfScalar() -> Int? {
        while window.scanned < window.end {
            switch window[window.scanned] {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ":"):
                return window.scanned
            default: window.scanned += 1
            }
        }
        return window.isLast ? window.end : nil
    }

    func endOfString() -> Int? { endOfString(from: window.start) }

    /// The index behind the string that starts at `start`.
    private func endOfString(from start: Int) -> Int? {
        if window.scanned <= start { window.scanned = start + 1 }
        while window.scanned < window.end {
            switch window[window.scanned] {
            case UInt8(ascii: "\""):
                window.scanned += 1
                return window.scanned
            // It may be the last byte there is: the one it escapes is passed over when it comes.
            case UInt8(ascii: "\\"): window.scanned += 2
            default: window.scanned += 1
            }
        }
        return nil
    }
}
