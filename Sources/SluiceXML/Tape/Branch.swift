/// An element that was made or changed in Swift.
///
/// Only one element may refer to a branch that changes: whoever changes it asks `isKnownUniquelyReferenced` first.
@safe
final class Branch: Owner, @unchecked Sendable {
    // Safe: nothing changes here while more than one element refers to it.
    var name: NodeName
    var kind: XML.Element.Kind
    var attributes: XML.Element.Attributes
    var text: String?
    var tail: String?
    var line: Int?
    var children: ContiguousArray<XML.Element>

    init(
        name: NodeName, kind: XML.Element.Kind = .element, attributes: XML.Element.Attributes = [:],
        text: String? = nil, tail: String? = nil, line: Int? = nil, children: ContiguousArray<XML.Element> = []
    ) {
        self.name = name
        self.kind = kind
        self.attributes = attributes
        self.text = text
        self.tail = tail
        self.line = line
        self.children = children
    }

    /// A copy of an element, whose children stay what they are.
    convenience init(copying element: XML.Element) {
        if let branch = element.branch {
            self.init(
                name: branch.name, kind: branch.kind, attributes: branch.attributes, text: branch.text,
                tail: branch.tail, line: branch.line, children: branch.children)
        } else {
            self.init(
                name: element.name, kind: element.kind, attributes: element.attributes, text: element.text,
                tail: element.tail, line: element.sourceLine, children: ContiguousArray(element.children))
        }
    }

    // Branches within branches go one by one: a chain of a million must not be a recursion of a million.
    deinit {
        guard children.contains(where: \.isEdited) else { return }
        var pending = [take()]
        while var children = pending.popLast() {
            for i in children.indices where children[i].isEdited {
                guard isKnownUniquelyReferenced(&children[i].owner), let branch = children[i].branch else { continue }
                pending.append(branch.take())
            }
        }
    }

    private func take() -> ContiguousArray<XML.Element> {
        let taken = children
        children = []
        return taken
    }
}
