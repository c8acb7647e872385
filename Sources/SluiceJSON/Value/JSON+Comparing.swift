extension JSON: Hashable {
    /// Whether both mean the same: numbers by value, strings by code points, arrays element by element, objects by the
    /// value of each name, in any order. Of several members of the same name only the last one counts.
    ///
    /// Linear in the smaller value, and without recursion.
    public static func == (a: JSON, b: JSON) -> Bool {
        var pairs = [(a, b)]
        while let (a, b) = pairs.popLast() {
            switch (a.kind, b.kind) {
            case (.object(let a), .object(let b)):
                guard pair(a, b, into: &pairs) else { return false }
            case (.array(let a), .array(let b)):
                guard pair(a, b, into: &pairs) else { return false }
            default:
                guard a.isSameScalar(b) else { return false }
            }
        }
        return true
    }

    private static func pair(_ a: Elements, _ b: Elements, into pairs: inout [(JSON, JSON)]) -> Bool {
        if a.value.isSamePlace(b.value) { return true }
        guard a.count == b.count else { return false }
        var others = b.makeIterator()
        for element in a {
            guard let other = others.next(), compare(element, other, into: &pairs) else { return false }
        }
        return true
    }

    private static func pair(_ a: Object, _ b: Object, into pairs: inout [(JSON, JSON)]) -> Bool {
        if a.value.isSamePlace(b.value) { return true }
        let (members, others) = (a.lastOfEachName(), b.lastOfEachName())
        guard members.count == others.count else { return false }
        var unmatched: [(JSON.LazyString, JSON)] = []
        for i in members.indices {
            // Most often the order is the same.
            if members[i].key == others[i].key {
                guard compare(members[i].value, others[i].value, into: &pairs) else { return false }
            } else {
                unmatched.append(members[i])
            }
        }
        if unmatched.isEmpty { return true }
        let byName = Dictionary(others.lazy.map { ($0.key, $0.value) }) { _, last in last }
        return unmatched.allSatisfy { key, value in
            byName[key].map { compare(value, $0, into: &pairs) } ?? false
        }
    }

    /// Compares scalars at once, and leaves containers for later.
    private static func compare(_ a: JSON, _ b: JSON, into pairs: inout [(JSON, JSON)]) -> Bool {
        guard a.isArray || a.isObject else { return a.isSameScalar(b) }
        guard a.isArray == b.isArray, a.isObject == b.isObject else { return false }
        pairs.append((a, b))
        return true
    }

    private func isSameScalar(_ other: JSON) -> Bool {
        switch (kind, other.kind) {
        case (.string(let a), .string(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        default: false
        }
    }

    private func isSamePlace(_ other: JSON) -> Bool { owner === other.owner && bits == other.bits }

    /// Feeds what `==` compares. Linear, and without recursion.
    public func hash(into hasher: inout Hasher) {
        var open: [HashedContainer] = []
        var next = self
        while true {
            var hash: UInt64
            if next.isArray || next.isObject {
                open.append(HashedContainer(next))
                hash = 0
            } else {
                hash = next.scalarHash
                guard !open.isEmpty else { break }
                open[open.count - 1].combine(hash)
            }
            // On to the next value, out of all containers that end here.
            while open.last?.isAtEnd == true {
                hash = open.removeLast().hash
                guard !open.isEmpty else {
                    hasher.combine(hash)
                    return
                }
                open[open.count - 1].combine(hash)
            }
            next = open[open.count - 1].next()
        }
        hasher.combine(scalarHash)
    }

    private var scalarHash: UInt64 {
        var hasher = Hasher()
        switch kind {
        case .string(let string): string.hash(into: &hasher)
        case .number(let number): number.hash(into: &hasher)
        case .bool(let bool): bool.hash(into: &hasher)
        default: break
        }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

/// A container whose values are being hashed.
private struct HashedContainer {
    private let isObject: Bool
    private var elements: JSON.Elements.Iterator?
    private var members: [JSON.Object.Element] = []
    private var left: Int
    private var key: UInt64 = 0
    private(set) var hash: UInt64

    init(_ value: JSON) {
        isObject = value.isObject
        if isObject {
            members = JSON.Object(value: value).lastOfEachName()
            left = members.count
        } else {
            elements = JSON.Elements(value: value).makeIterator()
            left = value.containerCount
        }
        hash = isObject ? 0x9E37_79B9_7F4A_7C15 : 0xC2B2_AE3D_27D4_EB4F
    }

    var isAtEnd: Bool { left == 0 }

    mutating func next() -> JSON {
        left -= 1
        if !isObject { return elements?.next() ?? .null }
        let (name, value) = members.removeLast()
        key = UInt64(bitPattern: Int64(name.hashValue))
        return value
    }

    /// Elements count in order, members in any.
    mutating func combine(_ value: UInt64) {
        if isObject {
            hash &+= Self.mix(key ^ Self.mix(value))
        } else {
            hash = Self.mix(hash ^ value)
        }
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
        return product.high ^ product.low &+ 0x2545_F491_4F6C_DD1D
    }
}

extension JSON.Object {
    /// The members that count: the last of each name, in order.
    func lastOfEachName() -> [Element] {
        let all = Array(self)
        guard all.count > 1 else { return all }
        if all.count <= 8 {
            let isShadowed = { (i: Int) in all[(i + 1)...].contains { $0.key == all[i].key } }
            return all.indices.contains(where: isShadowed)
                ? all.indices.lazy.filter { !isShadowed($0) }.map { all[$0] } : all
        }
        var names = Set<JSON.LazyString>(minimumCapacity: all.count)
        let last = all.reversed().filter { names.insert($0.key).inserted }
        return last.count == all.count ? all : last.reversed()
    }
}
