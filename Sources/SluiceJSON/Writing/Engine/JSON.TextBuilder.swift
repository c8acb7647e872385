internal import CScan

extension JSON {
    /// JSON text under construction in memory: what is open, what may come next, and the bytes so far.
    ///
    /// The order of tokens and their layout are C's (`json_text.c`), the same for events and for tapes; memory, errors
    /// and sorting are here.
    @safe
    @usableFromInline
    struct TextBuilder: ~Copyable, @unchecked Sendable {
        // Safe: one owner. ``text` points into `memory`, which no one else has.
        var text: sluice_json_text
        let nonFinite: WriterOptions.NonFinite
        let isCanonical: Bool
        let endsInNewline: Bool
        var sorter: MemberSorter?
        /// Bytes that were passed on.
        private(set) var removedCount = 0
        private let memory: TextMemory

        /// Bytes at which a writer passes on what it has.
        static let fullCount = 64 << 10
        /// Bytes of a string that is written in one go, however many escapes it needs.
        @usableFromInline static let shortCount = 4 << 10

        @usableFromInline
        init(_ options: WriterOptions) { self.init(options, capacity: 2 * Self.fullCount) }

        init(_ options: WriterOptions, capacity: Int) {
            let layout = Layout(options)
            isCanonical = options.canonical
            nonFinite = options.canonical ? .reject : options.nonFinite
            endsInNewline = options.trailingNewline && options.roots == .one && !options.canonical
            let sorts = options.canonical || options.sortKeys
            sorter = sorts ? MemberSorter(separator: Array(layout.item.utf8), isCanonical: isCanonical) : nil

            let (item, key, indent) = (layout.item.utf8.count, layout.key.utf8.count, layout.indent.utf8.count)
            memory = TextMemory(layout.item, layout.key, layout.indent)
            unsafe text = sluice_json_text()
            unsafe text.item = UnsafePointer(memory.separators)
            unsafe text.item_count = item
            unsafe text.name = UnsafePointer(memory.separators + item)
            unsafe text.name_count = key
            unsafe text.indent = UnsafePointer(memory.separators + item + key)
            unsafe text.indent_count = indent
            let fill = layout.indent.utf8.first ?? 0
            unsafe text.indent_fill = layout.indent.utf8.allSatisfy { $0 == fill } ? fill : 0
            unsafe text.indents = layout.hasLines
            unsafe text.lines = options.roots == .lines
            unsafe text.escapes = layout.escapes
            unsafe text.doubles = layout.doubles
            unsafe sluice_json_text_prepare(&text)
            reserve(capacity)
        }
    }
}

// MARK: - Memory

extension JSON.TextBuilder {
    /// Bytes that are there to be passed on.
    @usableFromInline var readyCount: Int {
        guard let held = sorter?.heldFrom else { return unsafe text.count }
        return held - removedCount
    }

    /// Whether it is time to pass them on.
    @usableFromInline var isFull: Bool { unsafe text.count >= Self.fullCount && readyCount >= Self.fullCount }

    /// Whether a root has ended and no other has begun.
    @usableFromInline var isBetweenRoots: Bool { unsafe text.depth == 0 }

    @usableFromInline var ready: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // Safe: as many bytes have been written, and they stay in place while `self` is borrowed.
            unsafe _overrideLifetime(Span(_unsafeStart: text.out, count: readyCount), borrowing: self)
        }
    }

    /// Forgets what has been passed on.
    @usableFromInline mutating func removeReady() {
        let ready = readyCount
        unsafe text.out.update(from: text.out + ready, count: text.count - ready)
        unsafe text.count -= ready
        removedCount += ready
    }

    /// Makes sure of `room` bytes.
    @inline(__always)
    mutating func reserve(_ room: Int) {
        if unsafe text.capacity - text.count < room { grow(room) }
    }

    /// Makes sure of the room for a token and `more` bytes.
    @inline(__always)
    mutating func reserveToken(_ more: Int = 0) {
        reserve(unsafe Int(clamping: text.room).addingClamped(more))
    }

    /// Makes room for the tokens to come, doubling what there is.
    mutating func reserveMore() {
        reserveToken(unsafe max(text.capacity, 256))
    }

    private mutating func grow(_ room: Int) {
        let capacity = unsafe max(text.capacity.addingClamped(text.capacity), text.count.addingClamped(room))
        memory.growBytes(to: capacity)
        unsafe text.out = memory.bytes
        unsafe text.capacity = capacity
    }

    /// Makes sure that one more container can be opened.
    mutating func reserveDepth() {
        guard unsafe text.depth == text.depth_capacity else { return }
        let capacity = unsafe max(2 * text.depth_capacity, 512)
        memory.growKinds(to: capacity)
        unsafe text.kinds = memory.kinds
        unsafe text.depth_capacity = capacity
    }
}

extension Int {
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
