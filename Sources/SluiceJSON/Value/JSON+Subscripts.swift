extension JSON {
    /// The value of the last member called `name`; `nil` if this is no object or has none.
    ///
    ///     value["user"]?["name"] = "Ada"
    ///     value["user"]?["tags"]?[0] = nil
    ///
    /// Setting replaces the last member of that name, or appends one; `nil` removes all of that name. `null` is set like
    /// an empty object. Where this is anything else, setting does nothing.
    ///
    /// Reading goes through the members. Changing copies this container the first time, not what is in it.
    public subscript(name: String) -> JSON? {
        get { lookUp(name) }
        set { setMember(name, newValue) }
        _modify {
            let position = lendMember(name)
            var member: JSON? = position.map { branch.lend($0) }
            defer {
                if let position, let member { branch.values[position] = member } else { setMember(name, member) }
            }
            yield &member
        }
    }

    /// The element at `position`; `nil` if this is no array or has none there.
    ///
    /// Setting replaces the element; `nil` removes it; setting at the array's count appends, also to `null`. A position
    /// beyond is left alone, as is what is no array.
    public subscript(position: Int) -> JSON? {
        get { isArray && position >= 0 && position < containerCount ? element(at: position) : .none }
        set { setElement(position, newValue) }
        _modify {
            let exists = isArray && position >= 0 && position < containerCount
            var element: JSON? = exists ? ownBranch().lend(position) : .none
            defer {
                if exists, let element { branch.values[position] = element } else { setElement(position, element) }
            }
            yield &element
        }
    }

    /// Makes the member a place to change, so that its value can be lent without being copied.
    private mutating func lendMember(_ name: String) -> Int? {
        guard lookUp(name) != nil else { return nil }
        return ownBranch().lastPosition(of: name)
    }

    private mutating func setMember(_ name: String, _ value: JSON?) {
        guard let value else {
            _ = remove(name)
            return
        }
        if isNull { self = JSON(branch: Branch(), isObject: true) }
        guard isObject else { return }
        let branch = ownBranch()
        if let position = branch.lastPosition(of: name) {
            branch.values[position] = value
        } else {
            branch.keys.append(LazyString(name))
            branch.values.append(value)
        }
    }

    private mutating func setElement(_ position: Int, _ value: JSON?) {
        guard let value else {
            _ = remove(at: position)
            return
        }
        let count = isNull ? 0 : isArray ? containerCount : -1
        if position == count {
            append(value)
        } else if position >= 0, position < count {
            ownBranch().values[position] = value
        }
    }
}

extension Branch {
    /// Takes a value out for a change; `null` holds its place.
    func lend(_ position: Int) -> JSON {
        let value = values[position]
        values[position] = .null
        return value
    }

    func lastPosition(of name: String) -> Int? { keys.lastIndex { $0 == name } }
}
