internal import SluiceCore

/// Puts the members of objects in order once they have been written.
///
/// It notes where each member stands in the text, sorts the notes of an object when it ends, and when the outermost
/// object ends copies the text once, in the new order: linear in the text however deep it is, and without recursion.
struct MemberSorter {
    /// Where the outermost open object begins, in bytes since the start of all text, as every position here.
    /// What stands before is in its final order.
    private(set) var heldFrom: Int?

    private let separator: [UInt8]
    private let isCanonical: Bool
    private var objects: [Object] = []
    private var open: [OpenObject] = []
    /// Members of open objects, each object's together after those of the objects around it.
    private var openMembers: [OpenMember] = []
    /// The names of `openMembers`, one after the other.
    private var names: [UInt8] = []
    /// Members of objects that have ended, in their new order.
    private var members: [Member] = []
    private var isInName = false
    private var changesAnything = false

    private struct Object {
        let start: Int
        var end = 0
        var members = 0..<0
        /// The objects within it come right after it, up to this one.
        var next = 0
    }

    private struct OpenObject {
        let object: Int
        let firstMember: Int
    }

    private struct Member {
        let start: Int
        let end: Int
        let firstObject: Int
    }

    private struct OpenMember {
        let nameStart: Int
        var nameEnd = 0
        let start: Int
        let firstObject: Int
        var end = 0
    }

    init(separator: [UInt8], isCanonical: Bool) {
        self.separator = separator
        self.isCanonical = isCanonical
    }

    /// An object has begun; its first member will stand at `position`.
    mutating func open(at position: Int) {
        if heldFrom == nil { heldFrom = position }
        open.append(OpenObject(object: objects.count, firstMember: openMembers.count))
        objects.append(Object(start: position))
    }

    /// A member begins at `position`, after the separator.
    mutating func beginName(at position: Int) {
        isInName = true
        openMembers.append(OpenMember(nameStart: names.count, start: position, firstObject: objects.count))
    }

    /// More of a string. Only those in names matter here.
    mutating func stringGoesOn(_ utf8: Span<UInt8>) {
        if isInName { names.append(copying: utf8) }
    }

    mutating func endString() {
        guard isInName else { return }
        isInName = false
        openMembers[openMembers.count - 1].nameEnd = names.count
    }

    /// The innermost object has ended; its last member stands before `position`.
    ///
    /// - Throws: a name that the object has twice, where that is not allowed. Nothing has changed then.
    mutating func close(at position: Int) throws(Duplicate) {
        let closing = open[open.count - 1]
        var own = Array(openMembers[closing.firstMember...])
        for i in own.indices {
            own[i].end = i + 1 < own.count ? own[i + 1].start - separator.count : position
        }
        try sort(&own)
        open.removeLast()
        objects[closing.object].end = position
        objects[closing.object].members = members.count..<members.count + own.count
        objects[closing.object].next = objects.count
        for member in own {
            members.append(Member(start: member.start, end: member.end, firstObject: member.firstObject))
        }
        guard !own.isEmpty else { return }
        names.removeLast(names.count - openMembers[closing.firstMember].nameStart)
        openMembers.removeLast(own.count)
    }

    private mutating func sort(_ members: inout [OpenMember]) throws(Duplicate) {
        let order = NameOrder(names: names, isUTF16: isCanonical)
        if !order.isSorted(members) {
            // Members of one name keep the order in which they came.
            members.sort {
                let difference = order.compare($0, $1)
                return difference < 0 || (difference == 0 && $0.start < $1.start)
            }
            changesAnything = true
        }
        guard isCanonical else { return }
        if let i = members.indices.dropFirst().first(where: { order.compare(members[$0 - 1], members[$0]) == 0 }) {
            throw Duplicate(name: String(decoding: names[members[i].nameStart..<members[i].nameEnd], as: UTF8.self))
        }
    }

    /// A name that stands twice in an object.
    struct Duplicate: Error {
        let name: String
    }

    private struct NameOrder {
        let names: [UInt8]
        let isUTF16: Bool

        func isSorted(_ members: [OpenMember]) -> Bool {
            var i = 1
            while i < members.count {
                if compare(members[i], members[i - 1]) < 0 { return false }
                i += 1
            }
            return true
        }

        /// Below 0 if `a` comes first, 0 if they have one name.
        func compare(_ a: OpenMember, _ b: OpenMember) -> Int {
            var (i, j) = (a.nameStart, b.nameStart)
            while i < a.nameEnd && j < b.nameEnd {
                let (x, y) = (names[i], names[j])
                if x != y { return isUTF16 ? utf16Rank(x) - utf16Rank(y) : Int(x) - Int(y) }
                i += 1
                j += 1
            }
            return (a.nameEnd - i) - (b.nameEnd - j)
        }

        /// UTF-8 sorts as code points do, and as UTF-16 does but for the characters that take two units there (lead
        /// bytes from 0xF0): those come before U+E000 to U+FFFF (0xEE and 0xEF).
        private func utf16Rank(_ byte: UInt8) -> Int { byte == 0xEE || byte == 0xEF ? 0x100 + Int(byte) : Int(byte) }
    }

    /// Whether the object that ended last was the outermost one.
    var isComplete: Bool { open.isEmpty }

    /// The text of the outermost object, from its first member to its last, in the new order; `nil` if that is the old
    /// one. Forgets the object.
    ///
    /// - Parameter text: What was written from ``heldFrom`` on.
    mutating func reordered(_ text: Span<UInt8>) -> [UInt8]? {
        let base = heldFrom ?? 0
        defer {
            heldFrom = nil
            objects.removeAll(keepingCapacity: true)
            members.removeAll(keepingCapacity: true)
            changesAnything = false
        }
        guard changesAnything else { return nil }
        let (objects, members) = (objects, members)
        var output: [UInt8] = []
        output.reserveCapacity(objects[0].end - base)
        var pending = [Piece.object(0, from: objects[0].members.lowerBound)]
        while let piece = pending.popLast() {
            switch piece {
            case .text(let range, let next):
                guard next < objects.count, objects[next].start < range.upperBound else {
                    output.append(copying: text.extracting(range.lowerBound - base..<range.upperBound - base))
                    continue
                }
                let object = objects[next]
                output.append(copying: text.extracting(range.lowerBound - base..<object.start - base))
                pending.append(.text(object.end..<range.upperBound, next: object.next))
                pending.append(.object(next, from: object.members.lowerBound))
            case .object(let id, let index):
                guard index < objects[id].members.upperBound else { continue }
                if index > objects[id].members.lowerBound { output.append(contentsOf: separator) }
                pending.append(.object(id, from: index + 1))
                pending.append(.text(members[index].start..<members[index].end, next: members[index].firstObject))
            }
        }
        return output
    }

    /// Text that is still to be copied.
    private enum Piece {
        /// Text, with the first object that may stand within it.
        case text(Range<Int>, next: Int)
        /// The members of an object, from one of them on.
        case object(Int, from: Int)
    }
}
