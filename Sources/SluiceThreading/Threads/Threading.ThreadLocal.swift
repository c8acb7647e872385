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
            set {
                // What the old one does when it goes may come back here.
                let old = slot.replace(by: newValue)
                withExtendedLifetime(old) {}
            }
        }

        /// Calls `body` with the value of the thread that asks, to change it in place; `body` reaches it in no other way.
        public func withValue<Result, Failure: Swift.Error>(
            _ body: (inout Value) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            try body(&slot.value)
        }

        /// Whether the thread that asks has a value already.
        public var isSet: Bool { Threading.currentThread.locals[self] != nil }

        /// Takes the value of the thread that asks: the next one to ask gets an initial one.
        public func remove() {
            let old = Threading.currentThread.locals.remove(self)
            withExtendedLifetime(old) {}
        }

        private var slot: LocalSlot<Value> {
            let thread = Threading.currentThread
            if let slot = thread.locals[self] as? LocalSlot<Value> { return slot }
            // It may ask for other variables.
            let slot = LocalSlot(makeInitial())
            let dropped = thread.locals.insert(slot, for: self)
            withExtendedLifetime(dropped) {}
            return slot
        }
    }
}

/// The value of one variable in one thread.
private final class LocalSlot<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }

    func replace(by new: Value) -> Value {
        let old = value
        value = new
        return old
    }
}

/// The values that a thread has, touched by that thread only.
///
/// What is taken out is given to the caller, who lets go of it: what a value does then may come back here.
struct LocalValues {
    struct Entry {
        fileprivate weak var variable: AnyObject?
        fileprivate let slot: AnyObject
    }

    private var entries: [ObjectIdentifier: Entry] = [:]
    /// How many there may be before those are looked for whose variable has gone.
    private var limit = 16

    var isEmpty: Bool { entries.isEmpty }

    subscript(variable: AnyObject) -> AnyObject? {
        // An object that has gone may have had the same place.
        guard let entry = entries[ObjectIdentifier(variable)], entry.variable != nil else { return nil }
        return entry.slot
    }

    mutating func insert(_ slot: AnyObject, for variable: AnyObject) -> [Entry] {
        var dropped: [Entry] = []
        if entries.count >= limit {
            for (key, entry) in entries where entry.variable == nil {
                dropped.append(entry)
                entries[key] = nil
            }
            limit = 2 * max(entries.count, 8)
        }
        let old = entries.updateValue(Entry(variable: variable, slot: slot), forKey: ObjectIdentifier(variable))
        if let old { dropped.append(old) }
        return dropped
    }

    mutating func remove(_ variable: AnyObject) -> Entry? { entries.removeValue(forKey: ObjectIdentifier(variable)) }

    mutating func removeAll() -> LocalValues {
        let all = self
        entries = [:]
        return all
    }
}
