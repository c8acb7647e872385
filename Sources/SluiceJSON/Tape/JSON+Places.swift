internal import Synchronization

extension JSON {
    /// Elements or members of a container.
    @inlinable
    var containerCount: Int { isEdited ? branch.valueCount : tape.count(at: index) }

    /// The element at a position that exists.
    func element(at position: Int) -> JSON {
        if isEdited { return branch.values[position] }
        return JSON(tape: tape, index: tape.place(position, in: index, step: 0))
    }

    /// The member at a position that exists.
    func member(at position: Int) -> Object.Element {
        if isEdited { return (branch.keys[position], branch.values[position]) }
        let place = tape.place(position, in: index, step: 1)
        return (LazyString(tape: tape, offset: tape.payload(at: place)), JSON(tape: tape, index: place + 1))
    }

    /// The position of the last member called `name`.
    func lastPosition(of name: String) -> Int? {
        if tag == .editedObject { return branch.lastPosition(of: name) }
        guard tag == .startObject else { return nil }
        let (name, tape) = (name.utf8.span, tape)
        var (place, end, position, found) = (index + 1, tape.next(after: index) - 1, 0, -1)
        while place < end {
            if tape.text(atOffset: tape.payload(at: place), is: name) { found = position }
            place = tape.next(after: place + 1)
            position += 1
        }
        return found < 0 ? nil : found
    }

    /// The value of the last member called `name`.
    func lookUp(_ name: String) -> JSON? {
        let name = name.utf8.span
        if tag == .editedObject {
            let branch = branch
            let position = branch.keys.lastIndex { $0.tape.text(atOffset: $0.offset, is: name) }
            return position.map { branch.values[$0] }
        }
        guard tag == .startObject else { return nil }
        let tape = tape
        var (place, end, found) = (index + 1, tape.next(after: index) - 1, 0)
        while place < end {
            if tape.text(atOffset: tape.payload(at: place), is: name) { found = place + 1 }
            place = tape.next(after: place + 1)
        }
        return found == 0 ? .none : JSON(tape: tape, index: found)
    }
}

extension Tape {
    /// Where the element or member at `position` of the container at `index` stands; members have a name before their
    /// value, so their `step` is 1.
    fileprivate func place(_ position: Int, in index: Int, step: Int) -> Int {
        let near = position % Places.stride
        var place = index + 1
        if position >= Places.stride { place = Int(places(in: index, step: step).indices[position / Places.stride]) }
        for _ in 0..<near { place = next(after: place + step) }
        return place
    }

    /// The places of a long container, noted when first asked for.
    func places(in index: Int, step: Int) -> Places {
        if let known = places.withLock({ $0[index] }) { return known }
        var indices: [UInt32] = []
        var (place, end, position) = (index + 1, next(after: index) - 1, 0)
        while place < end {
            if position % Places.stride == 0 { indices.append(UInt32(place)) }
            place = next(after: place + step)
            position += 1
        }
        let noted = Places(indices: indices, count: position)
        places.withLock { $0[index] = noted }
        return noted
    }
}
