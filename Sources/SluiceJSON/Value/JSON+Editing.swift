extension JSON {
    /// Appends an element to an array; `null` becomes an array. False, and nothing happens, where this is neither.
    @discardableResult
    public mutating func append(_ element: JSON) -> Bool {
        insert(element, at: isArray ? containerCount : 0)
    }

    /// Inserts an element before the one at `position`, or at the end. False, and nothing happens, where this is no array
    /// or has no such place.
    @discardableResult
    public mutating func insert(_ element: JSON, at position: Int) -> Bool {
        if isNull { self = JSON(branch: Branch()) }
        guard isArray, position >= 0, position <= containerCount else { return false }
        ownBranch().values.insert(element, at: position)
        return true
    }

    /// Appends a member to an object, even if it has one of that name; `null` becomes an object. False, and nothing
    /// happens, where this is neither.
    @discardableResult
    public mutating func append(_ value: JSON, named name: String) -> Bool {
        if isNull { self = JSON(branch: Branch(), isObject: true) }
        guard isObject else { return false }
        let branch = ownBranch()
        branch.keys.append(LazyString(name))
        branch.values.append(value)
        return true
    }

    /// Removes all members called `name`, and gives the value that the last one had.
    @discardableResult
    public mutating func remove(_ name: String) -> JSON? {
        guard let value = lookUp(name) else { return nil }
        let branch = ownBranch()
        let isKept = branch.keys.map { $0 != name }
        branch.keys = ContiguousArray(zip(branch.keys, isKept).lazy.filter(\.1).map(\.0))
        branch.values = ContiguousArray(zip(branch.values, isKept).lazy.filter(\.1).map(\.0))
        return value
    }

    /// Removes the element at `position`, or the member that stands there, and gives its value.
    @discardableResult
    public mutating func remove(at position: Int) -> JSON? {
        guard isArray || isObject, position >= 0, position < containerCount else { return nil }
        let branch = ownBranch()
        if isObject { branch.keys.remove(at: position) }
        return branch.values.remove(at: position)
    }

    var isArray: Bool { tag == .startArray || tag == .editedArray }
    var isObject: Bool { tag == .startObject || tag == .editedObject }

    /// The branch of a container, made where there is none, copied where others share it: free to change.
    mutating func ownBranch() -> Branch {
        if isEdited {
            if isKnownUniquelyReferenced(&owner) { return branch }
            self = JSON(branch: Branch(keys: branch.keys, values: branch.values), isObject: isObject)
            return branch
        }
        var (cursor, own) = (Cursor(self), Branch())
        own.values.reserveCapacity(containerCount)
        if isObject {
            own.keys.reserveCapacity(containerCount)
            while let (key, value) = cursor.nextMember() {
                own.keys.append(key)
                own.values.append(value)
            }
        } else {
            while let value = cursor.nextElement() { own.values.append(value) }
        }
        self = JSON(branch: own, isObject: isObject)
        return own
    }
}
