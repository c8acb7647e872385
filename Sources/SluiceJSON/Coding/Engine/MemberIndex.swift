/// The members of one object, by name: each name once, with the last member that has it.
///
/// Filling it takes one walk through the object; no String is made and nothing hashed for objects of usual size. Names
/// that are asked for in the order of the document are found at once, since each search begins behind the last hit.
@safe
struct MemberIndex {
    // Safe: bytes are read only within texts of the tape that it is filled from.
    private struct Member {
        /// Bytes of the name, folded: different ones mean different names.
        let print: UInt64
        let offset: Int
        /// Where the value stands; 0 where a later member has the same name.
        var place: Int
    }

    private var members: ContiguousArray<Member> = []
    /// The members' names where they are not those of the document.
    private var names: ContiguousArray<String> = []
    private var next = 0

    /// Beyond so many members a table finds names that come again.
    private static let smallCount = 64

    mutating func removeAll() {
        members.removeAll(keepingCapacity: true)
        if !names.isEmpty { names = [] }
        next = 0
    }

    /// Takes in the members of the object at `index`.
    mutating func fill(from tape: Tape, at index: Int) {
        let count = tape.count(at: index)
        members.reserveCapacity(count)
        var (place, end) = (index + 1, tape.next(after: index) - 1)
        while place < end {
            let offset = tape.payload(at: place)
            members.append(Member(print: Self.print(of: tape, offset), offset: offset, place: place &+ 1))
            place = tape.next(after: place &+ 1)
        }
        if count <= Self.smallCount { hideRepeated(in: tape) } else { hideRepeatedOfMany(in: tape) }
    }

    /// Takes in the members under other names.
    mutating func fill(from tape: Tape, at index: Int, renaming rename: (JSON.LazyString) -> String) {
        var last: [String: Int] = [:]
        var (place, end) = (index + 1, tape.next(after: index) - 1)
        while place < end {
            let offset = tape.payload(at: place)
            let name = rename(JSON.LazyString(tape: tape, offset: offset))
            let print = unsafe name.utf8.span.withUnsafeBufferPointer { unsafe Self.print($0.baseAddress, $0.count) }
            if let earlier = last.updateValue(members.count, forKey: name) { members[earlier].place = 0 }
            members.append(Member(print: print, offset: offset, place: place &+ 1))
            names.append(name)
            place = tape.next(after: place &+ 1)
        }
    }

    private mutating func hideRepeated(in tape: Tape) {
        // One bit for each of 512 prints: where none is met twice, and so it mostly is, no two names are compared.
        var seen = InlineArray<8, UInt64>(repeating: 0)
        for i in members.indices {
            let print = members[i].print
            let hash = Int(truncatingIfNeeded: (print &* 0x9E37_79B9_7F4A_7C15) &>> 55)
            let (word, bit) = (hash &>> 6, UInt64(1) &<< UInt64(hash & 63))
            if seen[word] & bit != 0 { hide(members[i], before: i, in: tape) }
            seen[word] |= bit
        }
    }

    private mutating func hide(_ member: Member, before end: Int, in tape: Tape) {
        for i in 0..<end where members[i].print == member.print {
            if tape.sameText(members[i].offset, tape, member.offset) { members[i].place = 0 }
        }
    }

    private mutating func hideRepeatedOfMany(in tape: Tape) {
        var last: [JSON.LazyString: Int] = [:]
        last.reserveCapacity(members.count)
        for i in members.indices {
            let name = JSON.LazyString(tape: tape, offset: members[i].offset)
            if let earlier = last.updateValue(i, forKey: name) { members[earlier].place = 0 }
        }
    }

    /// Where the value of the last member called `name` stands; 0 where there is none.
    mutating func place(of name: Span<UInt8>, in tape: Tape) -> Int {
        let print = unsafe name.withUnsafeBufferPointer { unsafe Self.print($0.baseAddress, $0.count) }
        let found = find(print, name, in: next..<members.count, tape) ?? find(print, name, in: 0..<next, tape)
        guard let found else { return 0 }
        next = found + 1
        return members[found].place
    }

    @inline(__always)
    private func find(_ print: UInt64, _ name: Span<UInt8>, in range: Range<Int>, _ tape: Tape) -> Int? {
        unsafe members.withUnsafeBufferPointer { members in
            for i in range where unsafe members[i].print == print && members[i].place != 0 {
                let isSame =
                    unsafe names.isEmpty
                    ? tape.text(atOffset: members[i].offset, is: name)
                    : JSON.Text(utf8: names[i].utf8.span) == JSON.Text(utf8: name)
                if isSame { return i }
            }
            return nil
        }
    }

    /// The names, each once, in the order of the document.
    func allNames(in tape: Tape) -> [String] {
        members.indices.lazy.filter { members[$0].place != 0 }.map {
            names.isEmpty ? String(tape.text(atOffset: members[$0].offset)) : names[$0]
        }
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
