internal import SluiceCore

/// The way from the root down to where a reader stands: names and indices of what is open.
struct Trail {
    private struct Level {
        var isObject: Bool
        /// Where the current member's name begins in `names`; for an array, where its parent's ends.
        var nameStart: Int
        /// Elements that have begun.
        var count = 0
    }

    private var levels: [Level] = []
    private var names: [UInt8] = []
    /// Whether the last event was a member's name: its value is still to come.
    private(set) var isAtName = false

    /// Containers that are open.
    var depth: Int { levels.count }

    /// A value begins: an element, or what the last name belongs to.
    mutating func beginValue() {
        isAtName = false
        if let last = levels.indices.last, !levels[last].isObject { levels[last].count += 1 }
    }

    /// The value that begins is a container.
    mutating func open(isObject: Bool) {
        beginValue()
        levels.append(Level(isObject: isObject, nameStart: names.count))
    }

    /// A member begins.
    mutating func name(_ name: Span<UInt8>) {
        forgetName()
        names.append(copying: name)
        isAtName = true
    }

    /// The innermost container ends.
    mutating func close() {
        forgetName()
        levels.removeLast()
    }

    private mutating func forgetName() {
        if let start = levels.last?.nameStart { names.removeLast(names.count - start) }
    }

    /// A JSON Pointer (RFC 6901) to the first `depth` levels' current members and elements.
    func pointer(depth: Int) -> String {
        var pointer = ""
        for i in 0..<depth {
            if levels[i].isObject {
                let end = i == levels.count - 1 ? names.count : levels[i + 1].nameStart
                let name = String(decoding: names[levels[i].nameStart..<end], as: UTF8.self)
                pointer += "/" + JSON.referenceToken(name)
            } else {
                pointer += "/\(levels[i].count - 1)"
            }
        }
        return pointer
    }
}
