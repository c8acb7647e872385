/// The members or elements of a container that was made or changed in Swift.
///
/// Only one value may refer to a branch that changes: whoever changes it asks `isKnownUniquelyReferenced` first.
@safe
@usableFromInline
final class Branch: Owner, @unchecked Sendable {
    // Safe: nothing changes here while more than one value refers to it.
    /// The members' names, in order; empty for an array.
    var keys: ContiguousArray<JSON.LazyString>
    var values: ContiguousArray<JSON>

    init(keys: ContiguousArray<JSON.LazyString> = [], values: ContiguousArray<JSON> = []) {
        self.keys = keys
        self.values = values
    }

    @usableFromInline var valueCount: Int { values.count }

    // Branches within branches go one by one: a chain of a million must not be a recursion of a million.
    deinit {
        guard values.contains(where: \.isEdited) else { return }
        var pending = [take()]
        while var values = pending.popLast() {
            for i in values.indices where values[i].isEdited {
                guard isKnownUniquelyReferenced(&values[i].owner) else { continue }
                pending.append(values[i].branch.take())
            }
        }
    }

    private func take() -> ContiguousArray<JSON> {
        let taken = values
        values = []
        return taken
    }
}
