/// The members of one object, by name: each name once, with the last member that has it.
///
/// Filling it takes one walk through the object; no String is made and nothing hashed for objects of usual size. Names
/// that are asked for in the order of the document are found at once, since each search begins behind the last hit.
@safe
struct MemberIndex: ~Copyable {
    // Safe: `members` is this index's own, and written below `count`, which `capacity` bounds. Names are read only within
    // texts of the tape that it was filled from, which its decoder keeps.
    private struct Member {
        /// Bytes of the name, folded: different ones mean different names.
        let print: UInt64
        let offset: Int
        /// Where the value stands; 0 where a later member has the same name.
        var place: Int
    }

    private var members: UnsafeMutablePointer<Member>?
    private var count = 0
    private var capacity = 0
    /// The members' names where they are not those of the document.
    private var names: ContiguousArray<String>?
    private var next = 0

    /// Beyond so many members a table finds names that come again.
    private static let smallCount = 64

    deinit { unsafe members?.deallocate() }

    mutating func removeAll() {
        count = 0
        next = 0
        if names != nil { names = nil }
    }

    private mutating func reserve(_ wanted: Int) -> UnsafeMutablePointer<Member> {
        if wanted <= capacity, let members = unsafe members { return unsafe members }
        unsafe members?.deallocate()
        capacity = max(wanted, 16)
        let fresh = UnsafeMutablePointer<Member>.allocate(capacity: capacity)
        unsafe members = fresh
        return unsafe fresh
    }

    private var all: UnsafeMutableBufferPointer<Member> { unsafe .init(start: members, count: count) }

    /// Takes in the members of the object at `index`.
    mutating func fill(from tape: Tape, at index: Int) {
        let wanted = tape.count(at: index)
        let members = unsafe reserve(wanted)
        var (place, end) = (index + 1, tape.next(after: index) - 1)
        count = 0
        while place < end, count < wanted {
            let offset = tape.payload(at: place)
            unsafe (members + count).initialize(
                to: Member(print: Self.print(of: tape, offset), offset: offset, place: place &+ 1))
            count &+= 1
            place = tape.next(after: place &+ 1)
        }
        if count <= Self.smallCount { hideRepeated(in: tape) } else { hideRepeatedOfMany(in: tape) }
    }

    /// Takes in the members under other names.
    mutating func fill(from tape: Tape, at index: Int, renaming rename: (JSON.LazyString) -> String) {
        fill(from: tape, at: index)
        var names: ContiguousArray<String> = []
        var last: [String: Int] = [:]
        let all = unsafe all
        for i in 0..<count {
            let name = rename(JSON.LazyString(tape: tape, offset: unsafe all[i].offset))
            let print = unsafe name.utf8.span.withUnsafeBufferPointer { unsafe Self.print($0.baseAddress, $0.count) }
            unsafe all[i] = Member(print: print, offset: all[i].offset, place: all[i].place)
            if let earlier = last.updateValue(i, forKey: name) { unsafe all[earlier].place = 0 }
            names.append(name)
        }
        self.names = names
    }

    private func hideRepeated(in tape: Tape) {
        // One bit for each of 512 prints: where none is met twice, and so it mostly is, no two names are compared.
        var seen = InlineArray<8, UInt64>(repeating: 0)
        let all = unsafe all
        for i in 0..<count {
            let hash = Int(truncatingIfNeeded: (unsafe all[i].print &* 0x9E37_79B9_7F4A_7C15) &>> 55)
            let (word, bit) = (hash &>> 6, UInt64(1) &<< UInt64(hash & 63))
            if seen[word] & bit != 0 { hide(before: i, in: tape) }
            seen[word] |= bit
        }
    }

    /// Hides the members before `end` that have the name of the one there.
    private func hide(before end: Int, in tape: Tape) {
        let all = unsafe all
        for i in 0..<end where unsafe all[i].print == all[end].print {
            if unsafe tape.sameText(all[i].offset, tape, all[end].offset) { unsafe all[i].place = 0 }
        }
    }

    private func hideRepeatedOfMany(in tape: Tape) {
        var last: [JSON.LazyString: Int] = [:]
        last.reserveCapacity(count)
        let all = unsafe all
        for i in 0..<count {
            let name = JSON.LazyString(tape: tape, offset: unsafe all[i].offset)
            if let earlier = last.updateValue(i, forKey: name) { unsafe all[earlier].place = 0 }
        }
    }

    /// Where the value of the last member called `name` stands; 0 where there is none.
    @inline(__always)
    mutating func place(of name: Span<UInt8>, in tape: Tape) -> Int {
        let print = unsafe name.withUnsafeBufferPointer { unsafe Self.print($0.baseAddress, $0.count) }
        let all = unsafe all
        var i = next
        for _ in 0..<count {
            if i == count { i = 0 }
            if unsafe all[i].print == print, unsafe all[i].place != 0, isNamed(i, name, in: tape) {
                next = i &+ 1
                return unsafe all[i].place
            }
            i &+= 1
        }
        return 0
    }

    @inline(__always)
    private func isNamed(_ i: Int, _ name: Span<UInt8>, in tape: Tape) -> Bool {
        if let names { return JSON.Text(utf8: names[i].utf8.span) == JSON.Text(utf8: name) }
        return tape.text(atOffset: unsafe all[i].offset, is: name)
    }

    /// The names, each once, in the order of the document.
    func allNames(in tape: Tape) -> [String] {
        var result: [String] = []
        result.reserveCapacity(count)
        for i in 0..<count where unsafe all[i].place != 0 {
            result.append(names?[i] ?? String(JSON.LazyString(tape: tape, offset: unsafe all[i].offset)))
        }
        return result
    }

    private static func print(of tape: Tape, _ offset: Int) -> UInt64 {
        unsafe print(tape.strings + offset + 4, tape.textCount(atOffset: offset))
    }

    /// The count and up to 16 bytes: the first and the last eight.
    @inline(__always)
    private static func print(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> UInt64 {
        guard count > 0, let bytes = unsafe UnsafeRawPointer(bytes) else { return 0 }
        let (first, last): (UInt64, UInt64)
        if count >= 8 {
            first = unsafe bytes.loadUnaligned(as: UInt64.self)
            last = unsafe bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        } else if count >= 4 {
            first = unsafe UInt64(bytes.loadUnaligned(as: UInt32.self))
            last = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        } else {
            first = unsafe UInt64(bytes.load(as: UInt8.self))
            last =
                unsafe UInt64(bytes.load(fromByteOffset: count &>> 1, as: UInt8.self)) &<< 8
                | UInt64(bytes.load(fromByteOffset: count &- 1, as: UInt8.self))
        }
        return (first &* 0xFF51_AFD7_ED55_8CCD) ^ (last &<< 23 | last &>> 41) &+ UInt64(truncatingIfNeeded: count)
    }
}

extension JSON.Text {
    /// Whether two texts are the same.
    fileprivate static func == (a: borrowing JSON.Text, b: borrowing JSON.Text) -> Bool {
        guard a.count == b.count else { return false }
        for i in a.utf8.indices where a.utf8[i] != b.utf8[i] { return false }
        return true
    }
}
