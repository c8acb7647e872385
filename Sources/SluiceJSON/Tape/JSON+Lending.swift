extension JSON {
    /// The layout of a value, without the retain: lends a value for the length of a call.
    @safe
    @usableFromInline
    struct Lent {
        // Safe: `JSON` has these three fields in this order; an optional reference is a pointer that may be null.
        @usableFromInline let owner: UnsafeRawPointer?
        @usableFromInline let bits: UInt64
        @usableFromInline let tag: Tape.Tag

        @inlinable @inline(__always)
        init(_ words: UnsafePointer<UInt64>, _ index: Int, of tape: UnsafeRawPointer) {
            unsafe tag = Tape.Tag(rawValue: UInt8(truncatingIfNeeded: words[index] &>> 56))
            switch tag {
            case .startObject, .startArray, .string, .numberText:
                unsafe owner = tape
                bits = UInt64(truncatingIfNeeded: index)
            default:
                unsafe owner = nil
                unsafe bits = words[index &+ 1]
            }
        }
    }

    /// The layout of a member, without the retains.
    @safe
    @usableFromInline
    struct LentMember {
        @usableFromInline let tape: UnsafeRawPointer
        @usableFromInline let offset: Int
        @usableFromInline let value: Lent

        @inlinable @inline(__always)
        init(_ words: UnsafePointer<UInt64>, _ index: Int, of tape: UnsafeRawPointer) {
            unsafe self.tape = tape
            offset = Int(truncatingIfNeeded: unsafe words[index] & 0x00FF_FFFF_FFFF_FFFF)
            unsafe value = Lent(words, index &+ 1, of: tape)
        }
    }

    /// Calls `body` with what stands at `place`. Generic over what cannot be copied, so that it is not.
    @inlinable @inline(__always)
    static func lend<Value: ~Copyable>(
        _ place: UnsafePointer<Value>, to body: (borrowing Value) throws -> Void
    ) rethrows {
        try unsafe body(place.pointee)
    }
}

extension JSON.Elements {
    /// Calls `body` with each element, in order. Faster than a loop: no element is retained.
    @inlinable @inline(__always)
    public func forEach(_ body: (JSON) throws -> Void) rethrows {
        guard !value.isEdited else {
            for element in self { try body(element) }
            return
        }
        // Safe: `self` is borrowed for the call, and keeps the tape.
        let tape = unsafe unsafeBitCast(value.owner.unsafelyUnwrapped, to: UnsafeRawPointer.self)
        let words = unsafe value.tape.words
        var place = value.index &+ 1
        let end = unsafe Tape.next(after: value.index, in: words) &- 1
        while place != end {
            let lent = unsafe JSON.Lent(words, place, of: tape)
            place = unsafe Tape.next(after: place, in: words)
            try unsafe withUnsafePointer(to: lent) { lent in
                try unsafe lent.withMemoryRebound(to: JSON.self, capacity: 1) { try unsafe JSON.lend($0, to: body) }
            }
        }
    }
}

extension JSON.Object {
    /// Calls `body` with each member, in order. Faster than a loop: no value is retained.
    @inlinable @inline(__always)
    public func forEach(_ body: (Element) throws -> Void) rethrows {
        guard !value.isEdited else {
            for member in self { try body(member) }
            return
        }
        // Safe: `self` is borrowed for the call, and keeps the tape.
        let tape = unsafe unsafeBitCast(value.owner.unsafelyUnwrapped, to: UnsafeRawPointer.self)
        let words = unsafe value.tape.words
        var place = value.index &+ 1
        let end = unsafe Tape.next(after: value.index, in: words) &- 1
        while place != end {
            let lent = unsafe JSON.LentMember(words, place, of: tape)
            place = unsafe Tape.next(after: place &+ 1, in: words)
            try unsafe withUnsafePointer(to: lent) { lent in
                try unsafe lent.withMemoryRebound(to: Element.self, capacity: 1) { try unsafe JSON.lend($0, to: body) }
            }
        }
    }
}
