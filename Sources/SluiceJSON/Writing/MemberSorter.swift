internal import SluiceCore

/// Puts the members of objects in order once they have been written.
///
/// It notes where each member stands in the text, sorts the notes of an object when it ends, and when the outermost
/// object ends copies the text once, in the new order: linear in the text however deep it is, and without recursion.
final class MemberSorter {
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
        var name: Range<Int>
        let start: Int
        let firstObject: Int
        var end = 0
    }

    init(separator: [UInt8], isCanonical: Bool) {
        self.separator = separator
        self.isCanonical = isCanonical
    }

    /// An object has begun; its first member will stand at `position`.
    func open(at position: Int) {
        if heldFrom == nil { heldFrom = position }
        open.append(OpenObject(object: objects.count, firstMember: openMembers.count))
        objects.append(Object(start: position))
    }

    /// A member begins at `position`, after the separator.
    func beginName(at position: Int) {
        isInName = true
        openMembers.append(
            OpenMember(name: names.count..<names.count, start: position, firstObject: objects.count))
    }

    /// More of a string. Only those in names matter here.
    func stringGoesOn(_ utf8: Span<UInt8>) {
        guard isInName else { return }
        names.append(copying: utf8)
        openMembers[openMembers.count - 1].name = openMembers[openMembers.count - 1].name.lowerBound..<names.count
    }

    func endString() { isInName = false }

    /// The innermost object has ended; its last member stands before `position`.
    ///
    /// - Throws: a name that the object has twice, where that is not allowed. Nothing has changed then.
    func close(at position: Int) throws(Duplicate) {
        let closing = open[open.count - 1]
        let first = closing.firstMember
        for i in openMembers.indices[first...] {
            openMembers[i].end = i + 1 < openMembers.count ? openMembers[i + 1].start - separator.count : position
        }
        let sorted = sortedMembers(from: first)
        if isCanonical {
            for (a, b) in zip(sorted, sorted.dropFirst()) where names[a.name].elementsEqual(names[b.name]) {
                throw Duplicate(name: String(decoding: names[a.name], as: UTF8.self))
            }
        }
        open.removeLast()
        let start = members.count
        members.append(
            contentsOf: sorted.lazy.map { Member(start: $0.start, end: $0.end, firstObject: $0.firstObject) })
        objects[closing.object].end = position
        objects[closing.object].members = start..<members.count
        objects[closing.object].next = objects.count
        if first < openMembers.count {
            names.removeSubrange(openMembers[first].name.lowerBound...)
            openMembers.removeSubrange(first...)
        }
    }

    /// A name that stands twice in an object.
    struct Duplicate: Error {
        let name: String
    }

    private func sortedMembers(from first: Int) -> ArraySlice<OpenMember> {
        let written = openMembers[first...]
        if zip(written, written.dropFirst()).allSatisfy({ !precedes($1.name, $0.name) }) { return written }
        changesAnything = true
        // Members of one name keep the order in which they came.
        return written.sorted { precedes($0.name, $1.name) || (!precedes($1.name, $0.name) && $0.start < $1.start) }[
            ...]
    }

    private func precedes(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        for (x, y) in zip(names[a], names[b]) where x != y {
            return isCanonical ? Self.utf16Rank(x) < Self.utf16Rank(y) : x < y
        }
        return a.count < b.count
    }

    /// UTF-8 sorts as code points do, and as UTF-16 does but for the characters that take two units there (lead bytes
    /// from 0xF0): those come before U+E000 to U+FFFF (0xEE and 0xEF).
    private static func utf16Rank(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte }

    /// Whether the object that ended last was the outermost one.
    var isComplete: Bool { open.isEmpty }

    /// The text of the outermost object, from its first member to its last, in the new order; `nil` if that is the old
    /// one. Forgets the object.
    ///
    /// - Parameter text: What was written from ``heldFrom`` on.
    func reordered(_ text: Span<UInt8>) -> [UInt8]? {
        let base = heldFrom ?? 0
        defer {
            heldFrom = nil
            objects.removeAll(keepingCapacity: true)
            members.removeAll(keepingCapacity: true)
            changesAnything = false
        }
        guard changesAnything else { return nil }
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
