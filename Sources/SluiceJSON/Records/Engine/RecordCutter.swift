internal import CScan

/// Finds the ends of records in a ``RecordWindow``, each byte once, however the input arrives.
@safe
struct RecordCutter: ~Copyable {
    private var state = sluice_cut()
    // Owned: `room` long where there is some, freed by `release` and in deinit.
    private var memory: UnsafeMutablePointer<UInt32>?
    private(set) var count = 0
    /// Ends that one call finds at most; there is room for few, until there were more.
    let capacity: Int
    private var room: Int
    private static let leastRoom = 32

    init(capacity: Int) {
        self.capacity = capacity
        room = min(Self.leastRoom, capacity)
    }

    deinit { unsafe memory?.deallocate() }

    /// Where the records found by the last call end, as indices of the window; the first ``count`` are set.
    var ends: UnsafeMutablePointer<UInt32> {
        mutating get {
            if let memory = unsafe memory { return unsafe memory }
            let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: room)
            unsafe memory = fresh
            return unsafe fresh
        }
    }

    /// Gives up the memory for ends, until there are some again.
    mutating func release() {
        unsafe memory?.deallocate()
        unsafe memory = nil
        count = 0
        room = min(Self.leastRoom, capacity)
    }

    /// Forgets the ends, and makes more room where there was no more left.
    private mutating func begin() {
        if count == room, room < capacity { grow(keeping: 0) }
        count = 0
    }

    private mutating func grow(keeping kept: Int) {
        let before = unsafe memory
        room = min(4 * room, capacity)
        unsafe memory = UnsafeMutablePointer<UInt32>.allocate(capacity: room)
        if let before = unsafe before {
            unsafe memory?.initialize(from: before, count: kept)
            unsafe before.deallocate()
        }
    }

    /// Bytes of memory for ends.
    var heldBytes: Int { unsafe memory == nil ? 0 : MemoryLayout<UInt32>.stride * room }

    subscript(i: Int) -> Int {
        precondition(i < count)
        return Int(unsafe memory.unsafelyUnwrapped[i])
    }

    /// Forgets what was scanned of a record that is given up, or found in another way.
    mutating func restart() { state = sluice_cut() }

    /// Keeps the first `count` ends alone.
    mutating func keep(_ count: Int) {
        precondition(count <= self.count)
        self.count = count
    }

    /// Forgets the first `dropped` ends.
    mutating func drop(_ dropped: Int) {
        precondition(dropped <= count)
        unsafe ends.update(from: ends + dropped, count: count - dropped)
        count -= dropped
    }

    /// Notes an end that was found in another way.
    mutating func append(_ end: Int) {
        precondition(count < capacity)
        if count == room { grow(keeping: count) }
        unsafe ends[count] = UInt32(truncatingIfNeeded: end)
        count += 1
    }

    mutating func removeAll() { count = 0 }

    /// The commas behind at most `most` elements, the first of which starts at the window's start, and the bracket that
    /// closes their container; whether the last end is that one. Looks at about `reach` bytes where it finds any.
    mutating func elements(in window: RecordWindow, most: Int, reach: Int) -> Bool {
        var closed = false
        begin()
        let ends = unsafe self.ends
        while count == 0, window.scanned < window.end {
            let limit = min(window.end, max(window.scanned, window.start) + reach)
            count = unsafe sluice_cut_elements(
                &state, window.base, &window.scanned, limit, ends, min(most, room), &closed)
        }
        return closed
    }

    /// The separators behind lines that hold more than white space, from the window's start; the start of the line
    /// after them, how many separators were passed, and whether one of the lines surely is no value.
    mutating func lines(
        in window: RecordWindow, separator: UInt8, reach: Int
    ) -> (next: Int, passed: Int, irregular: Bool) {
        var irregular = false
        var passed = 0
        var line = window.start
        begin()
        let ends = unsafe self.ends
        while count == 0, window.scanned < window.end {
            let limit = min(window.end, max(window.scanned, window.start) + reach)
            var more = 0
            count = unsafe sluice_cut_lines(
                &state, separator, window.base, &line, &window.scanned, limit, ends, room, &more, &irregular)
            passed += more
        }
        return (line, passed, irregular)
    }

    /// Bytes before the line feed that ends a text of a sequence; all, where there is none.
    static func lengthOfText(_ bytes: Span<UInt8>) -> Int {
        var (state, line, scanned, end, lines, irregular) = (sluice_cut(), 0, 0, UInt32(0), 0, false)
        let found = unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe sluice_cut_lines(
                &state, RecordFraming.recordSeparator, base, &line, &scanned, bytes.count, &end, 1, &lines, &irregular)
        }
        return found > 0 ? Int(end) : bytes.count
    }

    /// Whether the bytes scanned so far leave a bracket or string open.
    var isInside: Bool { state.depth != 0 || state.in_string != 0 }

    /// The index behind the array or object that starts at the window's start, once its end is there.
    mutating func value(in window: RecordWindow) -> Int? {
        var end: UInt32 = 0
        return unsafe sluice_cut_value(&state, window.base, &window.scanned, window.end, &end) ? Int(end) : nil
    }
}
