/// Records that follow one another in memory: in a window, or in a copy of a piece of one.
@safe
struct RecordRun {
    // Safe: whoever makes it sees to it that they outlive it, and that `RecordMemory.front` bytes before `origin` and
    // `RecordMemory.padding` bytes behind `visible` may be read and written. Ends are within, in order.
    let base: UnsafeMutablePointer<UInt8>
    let ends: UnsafeMutablePointer<UInt32>
    /// Where the first byte is that may be looked at.
    let origin: Int
    /// Where the first record starts.
    let from: Int
    let count: Int
    /// The index behind the last byte that may be looked at.
    let visible: Int
    /// What may stand before a record besides white space: the separator of text sequences, where it is repeated.
    let filler: UInt8

    init(
        base: UnsafeMutablePointer<UInt8>, ends: UnsafeMutablePointer<UInt32>, origin: Int, from: Int, count: Int,
        visible: Int, filler: UInt8
    ) {
        unsafe self.base = base
        unsafe self.ends = ends
        self.origin = origin
        self.from = from
        self.count = count
        self.visible = visible
        self.filler = filler
    }

    /// The batch that `finder` has found.
    init(_ finder: RecordFinder) {
        unsafe self.init(
            base: finder.window.base, ends: finder.cutter.ends, origin: finder.window.origin, from: finder.batch.from,
            count: finder.cutter.count, visible: finder.window.end, filler: finder.framing.filler)
    }

    /// Record `i` alone.
    subscript(i: Int) -> RecordRun {
        precondition(i < count)
        return unsafe RecordRun(
            base: base, ends: ends + i, origin: origin, from: i == 0 ? from : Int(unsafe ends[i - 1]) + 1, count: 1,
            visible: visible, filler: filler)
    }

    /// Where record `i` ends: the byte behind it that is no white space of its own.
    func end(_ i: Int) -> Int {
        precondition(i < count)
        return Int(unsafe ends[i])
    }

    /// The text of record `i`, without the white space around it.
    func text(_ i: Int) -> Range<Int> {
        var start = i == 0 ? from : end(i - 1) + 1
        var end = end(i)
        while start < end, unsafe RecordWindow.isBlank(base[start]) || base[start] == filler { start += 1 }
        while start < end, RecordWindow.isBlank(unsafe base[end - 1]) { end -= 1 }
        return start..<end
    }

    @_lifetime(borrow self)
    func bytes(_ range: Range<Int>) -> Span<UInt8> {
        precondition(range.lowerBound >= origin && range.upperBound <= visible)
        let span = unsafe Span<UInt8>(_unsafeStart: base + range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(span, borrowing: self)
    }
}
