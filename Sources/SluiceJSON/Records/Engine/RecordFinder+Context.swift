internal import SluiceCore

// Where the finder is, in words and as text.
extension RecordFinder {
    /// The way from the root to the value that is being looked at.
    var steps: [String] {
        frames.map { $0.isObject ? String(decoding: $0.key, as: UTF8.self) : String($0.index) }
    }

    /// Text that leads to where the finder is.
    func context() -> RecordContext {
        var context = RecordContext(insideOf: frames)
        switch (stage, frames.last?.isObject) {
        case (.element(let isFirst), _): context.prefix += (isFirst ? "[" : "[0,").utf8
        case (.key(let isFirst), _): context.prefix += (isFirst ? "{" : #"{"":0,"#).utf8
        case (.colon, _): context.prefix += #"{"" "#.utf8
        case (.value, true): context.prefix += #"{"":"#.utf8
        case (.after, true): context.prefix += #"{"":0 "#.utf8
        case (.after, false): context.prefix += "[0 ".utf8
        case (.after, nil): context.prefix += "0 ".utf8
        default: break
        }
        return context
    }

    /// The error that a reader of the whole document meets here, where what stands here cannot stand.
    func explain() -> ParseError {
        let window = window
        var check = RecordCheck(after: context(), options: options)
        let fault = check.feed(window.bytes(from: window.start), isLast: window.isLast)
        // What brought us here is a fault in the tokenizer's eyes, too.
        return located(fault ?? RecordFault(.syntax, "expected JSON", at: 0), from: window.offset(of: window.start))
    }

    /// The error that a fault in text from `offset` of the document on is.
    func located(_ fault: RecordFault, from offset: Int) -> ParseError {
        let index = fault.offset + offset - window.offset(of: 0)
        // Of a token larger than the window the beginning is gone when the fault comes to light.
        guard index >= window.origin else { return fault.error(within: steps, name: name) }
        return window.error(fault.code, fault.message, at: index, path: fault.path(within: steps), name: name)
    }
}

extension RecordContext {
    /// Text that leads into the innermost of `frames`, except for its bracket.
    init(insideOf frames: [RecordFinder.Frame]) {
        if !frames.isEmpty { prefix = [] }
        for frame in frames.dropLast() { prefix += frame.isObject ? #"{"":"#.utf8 : "[".utf8 }
        levels = frames.count
    }
}
