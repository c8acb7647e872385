extension JSON {
    /// The tape behind this value. Ask only where the tag says that there is one.
    @inlinable @inline(__always)
    var tape: Tape {
        // Safe: `{`, `[`, `"` and `N` come with a tape.
        unsafe unsafeDowncast(owner.unsafelyUnwrapped, to: Tape.self)
    }

    /// The members or elements behind an edited value.
    @inlinable
    var branch: Branch {
        // Safe: the edited tags come with a branch.
        unsafe unsafeDowncast(owner.unsafelyUnwrapped, to: Branch.self)
    }

    init(branch: Branch, isObject: Bool = false) {
        self.init(owner: branch, bits: 0, tag: isObject ? .editedObject : .editedArray)
    }

    /// Whether a ``Branch`` is behind it.
    @inlinable @inline(__always)
    var isEdited: Bool { tag == .editedObject || tag == .editedArray }

    /// The index of the value's word on its tape.
    @inlinable @inline(__always)
    var index: Int { Int(truncatingIfNeeded: bits) }

    /// The text of a string or of a number that is kept as text.
    @inlinable @inline(__always)
    var lazyString: LazyString { LazyString(tape: tape, offset: tape.payload(at: index)) }

    /// The same, borrowed.
    @inlinable @inline(__always)
    var borrowedText: Text {
        @_lifetime(borrow self)
        get {
            let tape = tape
            // Safe: this value keeps the tape alive.
            return unsafe _overrideLifetime(tape.text(atOffset: tape.payload(at: index)), borrowing: self)
        }
    }

    /// A string, or a number that is kept as text, of its own.
    init(text: Span<UInt8>, tag: Tape.Tag) { self.init(tape: Tape(text: text, tag: tag), index: 0) }
}

extension JSON {
    /// Goes through the members or elements of a container, one after the other.
    @safe
    @usableFromInline
    struct Cursor {
        // Safe: `isEdited` tells which of the two classes the owner is.
        @usableFromInline let owner: Owner
        @usableFromInline let isEdited: Bool
        @usableFromInline let end: Int
        @usableFromInline var place: Int

        @inlinable @inline(__always)
        init(_ container: JSON) {
            owner = unsafe container.owner.unsafelyUnwrapped
            isEdited = container.isEdited
            if container.isEdited {
                place = 0
                end = container.branch.valueCount
            } else {
                place = container.index &+ 1
                end = container.tape.next(after: container.index) &- 1
            }
        }

        @inlinable @inline(__always)
        mutating func nextElement() -> JSON? {
            if place == end { return nil }
            if isEdited {
                place &+= 1
                return Self.editedElement(of: owner, at: place &- 1)
            }
            let tape = unsafe unsafeDowncast(owner, to: Tape.self)
            let value = JSON(tape: tape, index: place)
            place = tape.next(after: place)
            return value
        }

        @inlinable @inline(__always)
        mutating func nextMember() -> Object.Element? {
            if place == end { return nil }
            if isEdited {
                place &+= 1
                return Self.editedMember(of: owner, at: place &- 1)
            }
            let tape = unsafe unsafeDowncast(owner, to: Tape.self)
            let key = LazyString(tape: tape, offset: tape.payload(at: place))
            let value = JSON(tape: tape, index: place &+ 1)
            place = tape.next(after: place &+ 1)
            return (key, value)
        }

        // These take no `self`, so that a cursor that is gone through in one function stays in registers and needs no
        // retain of its own.
        @usableFromInline
        static func editedElement(of owner: Owner, at place: Int) -> JSON {
            unsafe unsafeDowncast(owner, to: Branch.self).values[place]
        }

        @usableFromInline
        static func editedMember(of owner: Owner, at place: Int) -> Object.Element {
            let branch = unsafe unsafeDowncast(owner, to: Branch.self)
            return (branch.keys[place], branch.values[place])
        }
    }
}
