extension Threading {
    /// A variable of which each thread has its own value.
    ///
    ///     let number = Threading.ThreadLocal { 0 }
    ///     number.value += 1
    ///
    /// A value lives until its thread ends, and some time longer than the variable where that goes first. A task may run
    /// on another thread after each `await`: for it there is `TaskLocal`.
    public final class ThreadLocal<Value>: Sendable {
        private let makeInitial: @Sendable () -> Value

        /// - Parameter makeInitial: Makes the value of a thread that has none, on that thread.
        public init(_ makeInitial: @escaping @Sendable () -> Value) { self.makeInitial = makeInitial }

        /// The value of the thread that asks.
        public var value: Value {
            get { slot.value }
            set { slot.value = newValue }
        }

        /// Calls `body` with the value of the thread that asks, to change it in place.
        public func withValue<Result, Failure: Swift.Error>(
            _ body: (inout Value) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            try body(&slot.value)
        }

        /// Whether the thread that asks has a value already.
        public var isSet: Bool { Threading.currentThread.locals[self] != nil }

        /// Takes the value of the thread that asks: the next one to ask gets an initial one.
        public func remove() { Threading.currentThread.locals.remove(self) }

        private var slot: LocalSlot<Value> {
            let thread = Threading.currentThread
            if let slot = thread.locals[self] as? LocalSlot<Value> { return slot }
            // It may ask for other variables.
            let slot = LocalSlot(makeInitial())
            thread.locals.insert(slot, for: self)
            return slot
        }
    }
}

/// The value of one variable in one thread.
private final class LocalSlot<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
}

/// The values that a thread has, touched by that thread only.
struct LocalValues {
    private struct Entry {
        weak var variable: AnyObject?
        let slot: AnyObject
    }

    private var entries: [ObjectIdentifier: Entry] = [:]
    /// How many there may be before those are looked for whose variable has gone.
    private var limit = 16

    subscript(variable: AnyObject) -> AnyObject? {
        // An object that has gone may have had the same place.
        guard let entry = entries[ObjectIdentifier(variable)], entry.variable != nil else { return nil }
        return entry.slot
    }

    mutating func insert(_ slot: AnyObject, for variable: AnyObject) {
        if entries.count >= limit {
            entries = entries.filter { $0.value.variable != nil }
            limit = 2 * max(entries.count, 8)
        }
        entries[ObjectIdentifier(variable)] = Entry(variable: variable, slot: slot)
    }

    mutating func remove(_ variable: AnyObject) { entries[ObjectIdentifier(variable)] = nil }
}
