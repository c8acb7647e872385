import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// Nodes of several documents, moved, copied, taken out and dropped at random, beside a model of what must come of it.
/// `SLUICE_MOVES` says how often, `SLUICE_SEED` where the random numbers begin.
@Suite struct `Nodes and their owners` {
    @Test(arguments: 0..<4)
    func `Whatever is done to them, they are what they should be`(_ run: UInt64) throws {
        let moves = Corpus.number("SLUICE_MOVES").map { $0 / 4 } ?? 4_000
        let tally = Tally()
        do {
            let play = try Play(seed: run + UInt64(Corpus.number("SLUICE_SEED") ?? 0), tally)
            var done = 0
            while done < moves { if try play.move(done) { done += 1 } }
            try play.lookAtAll()
            #expect(moves < 100 || tally.kept > 0)
        }
        // All trees are gone, and with them what their nodes kept.
        #expect(tally.ended == tally.kept)
    }
}

/// How many user data were kept with nodes, and of how many the end was told.
private final class Tally {
    var kept = 0
    var ended = 0

    func note(
        _ operation: XML.DOM.UserDataOperation, _ key: String, _ data: Any, _ source: XML.DOM.Node?,
        _ copy: XML.DOM.Node?
    ) {
        if operation == .nodeDeleted { ended += 1 }
    }
}

/// What a node is and has under it.
private final class Model {
    enum Kind { case root, element, text, attribute, fragment }

    let kind: Kind
    let name: String
    /// Of a text or an attribute.
    var value: String
    var data: Int?
    var children: [Model] = []
    var attributes: [Model] = []
    /// Of an attribute, its element.
    weak var parent: Model?

    init(_ kind: Kind, _ name: String, _ value: String = "") {
        self.kind = kind
        self.name = name
        self.value = value
    }

    var isElement: Bool { kind == .root || kind == .element }
    var hasChildren: Bool { isElement || kind == .fragment }
    /// Whether it may be put somewhere.
    var canMove: Bool { kind == .element || kind == .text || kind == .fragment }

    var next: Model? {
        guard let parent, let index = parent.children.firstIndex(where: { $0 === self }) else { return nil }
        return index + 1 < parent.children.count ? parent.children[index + 1] : nil
    }

    func detach() {
        parent?.children.removeAll { $0 === self }
        parent?.attributes.removeAll { $0 === self }
        parent = nil
    }

    func copy(deep: Bool) -> Model {
        let copy = Model(kind == .root ? .element : kind, name, value)
        for attribute in attributes { copy.give(attribute.copy(deep: true)) }
        if deep { for child in children { copy.insert(child.copy(deep: true), before: nil) } }
        return copy
    }

    /// Of a fragment, its children are inserted.
    func insert(_ new: Model, before reference: Model?) {
        let behind = reference === new ? new.next : reference
        for node in new.kind == .fragment ? new.children : [new] {
            node.detach()
            node.parent = self
            let index = behind.flatMap { behind in children.firstIndex { $0 === behind } }
            children.insert(node, at: index ?? children.count)
        }
    }

    func give(_ attribute: Model) {
        attribute.parent = self
        attributes.append(attribute)
    }

    func empty() {
        for child in children { child.parent = nil }
        children = []
    }

    func holds(_ other: Model) -> Bool {
        var node: Model? = other
        while let current = node {
            if current === self { return true }
            node = current.parent
        }
        return false
    }

    var text: String {
        if kind == .text || kind == .attribute { return value }
        let content = children.map(\.text).joined()
        if kind == .fragment { return content }
        let tag = name + attributes.map { " \($0.name)=\"\($0.value)\"" }.joined()
        return children.isEmpty ? "<\(tag)/>" : "<\(tag)>\(content)</\(name)>"
    }

    var count: Int { children.reduce(1 + attributes.count) { $0 + $1.count } }
}

/// Three documents, nodes of theirs that are held, and the models of those.
private final class Play {
    private struct Held {
        let node: XML.DOM.Node
        let model: Model
    }

    private let tally: Tally
    private var random: Noise
    private let documents: [XML.DOM.Document]
    /// The documents' elements, which stay, and others.
    private var held: [Held] = []

    init(seed: UInt64, _ tally: Tally) throws {
        self.tally = tally
        random = Noise(seed: seed)
        documents = try (0..<3).map { try XML.DOM.Document(string: "<r\($0)/>") }
        for (index, document) in documents.enumerated() {
            hold(try #require(document.documentElement), Model(.root, "r\(index)"))
        }
    }

    private func hold(_ node: XML.DOM.Node, _ model: Model) { held.append(Held(node: node, model: model)) }
    private func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    private func drawn() -> Held { held[below(held.count)] }
    private var document: XML.DOM.Document { documents[below(3)] }

    /// Does one thing, if what was drawn can be done.
    func move(_ number: Int) throws -> Bool {
        switch below(22) {
        case 0, 1: hold(try document.createElement("e\(number)"), Model(.element, "e\(number)"))
        case 2: hold(document.createTextNode("t\(number)."), Model(.text, "#text", "t\(number)."))
        case 3:
            let (attribute, model) = (try document.createAttribute("a\(below(4))"), "v\(number)")
            attribute.value = model
            hold(attribute, Model(.attribute, attribute.name, model))
        case 4: hold(document.createDocumentFragment(), Model(.fragment, "#document-fragment"))
        case 5, 6, 7: return try insert()
        case 8: return try replace()
        case 9: return try takeOut()
        case 10: return try adopt()
        case 11: return try copy()
        case 12: return try holdChild()
        case 13, 14: return try giveAttribute()
        case 15: return try takeAttribute()
        case 16: return try change(number)
        case 17, 18: return keep(number)
        case 19: try look(at: drawn())
        case 20: return empty()
        default: while held.count > 40 { held.remove(at: 3 + below(held.count - 3)) }
        }
        return true
    }

    // MARK: Moves

    private func insert() throws -> Bool {
        let (one, two) = (drawn(), drawn())
        guard one.model.hasChildren, two.model.canMove, !two.model.holds(one.model) else { return false }
        let index = below(one.model.children.count + 1)
        let reference = index < one.model.children.count ? one.model.children[index] : nil
        try one.node.insertBefore(two.node, one.node.childNodes.item(index))
        one.model.insert(two.model, before: reference)
        return true
    }

    private func replace() throws -> Bool {
        let (one, two) = (drawn(), drawn())
        guard !one.model.children.isEmpty, two.model.canMove, !two.model.holds(one.model) else { return false }
        let index = below(one.model.children.count)
        let (old, model) = (try #require(one.node.childNodes.item(index)), one.model.children[index])
        #expect(try one.node.replaceChild(two.node, old) === old)
        if model !== two.model {
            let behind = model.next === two.model ? two.model.next : model.next
            model.detach()
            one.model.insert(two.model, before: behind)
        }
        hold(old, model)
        return true
    }

    private func takeOut() throws -> Bool {
        let one = drawn()
        guard one.model.canMove, let parent = one.node.parentNode else { return false }
        try parent.removeChild(one.node)
        one.model.detach()
        return true
    }

    private func adopt() throws -> Bool {
        let (one, document) = (drawn(), document)
        guard one.model.kind != .root else { return false }
        try document.adoptNode(one.node)
        one.model.detach()
        #expect(one.node.ownerDocument === document)
        return true
    }

    private func copy() throws -> Bool {
        let (one, isDeep) = (drawn(), below(4) > 0)
        guard one.model.count < 200 else { return false }
        let copy = try below(2) == 0 ? one.node.cloneNode(isDeep) : document.importNode(one.node, isDeep)
        hold(copy, one.model.copy(deep: isDeep))
        return true
    }

    private func holdChild() throws -> Bool {
        let one = drawn()
        if let model = one.model.attributes.last, below(2) == 0 {
            let attribute = try #require((one.node as? XML.DOM.Element)?.getAttributeNode(model.name))
            hold(attribute, model)
            return true
        }
        guard let model = one.model.children.last else { return false }
        hold(try #require(one.node.lastChild), model)
        return true
    }

    private func giveAttribute() throws -> Bool {
        let (one, two) = (drawn(), drawn())
        guard let element = one.node as? XML.DOM.Element, let attribute = two.node as? XML.DOM.Attr else {
            return false
        }
        if let owner = attribute.ownerElement, owner !== element {
            #expect(throws: XML.DOM.Exception.self) { try element.setAttributeNode(attribute) }
            return true
        }
        let model = one.model.attributes.first { $0.name == two.model.name }
        let old = try element.setAttributeNode(attribute)
        #expect(old?.value == model?.value)
        if let old, let model, model !== two.model {
            model.detach()
            hold(old, model)
        }
        if model !== two.model { one.model.give(two.model) }
        return true
    }

    private func takeAttribute() throws -> Bool {
        let one = drawn()
        guard let element = one.node as? XML.DOM.Element, let model = one.model.attributes.first else { return false }
        if below(2) == 0 {
            element.removeAttribute(model.name)
        } else {
            let attribute = try #require(element.getAttributeNode(model.name))
            hold(try element.removeAttributeNode(attribute), model)
        }
        model.detach()
        return true
    }

    /// Gives an element an attribute by its name, or one that is held another value.
    private func change(_ number: Int) throws -> Bool {
        let (one, value) = (drawn(), "v\(number)")
        if let attribute = one.node as? XML.DOM.Attr {
            attribute.value = value
            one.model.value = value
            return true
        }
        guard let element = one.node as? XML.DOM.Element else { return false }
        let name = "a\(below(4))"
        try element.setAttribute(name, value)
        if let model = one.model.attributes.first(where: { $0.name == name }) {
            model.value = value
        } else {
            one.model.give(Model(.attribute, name, value))
        }
        return true
    }

    /// Has a node keep something, or nothing any more; or the text of an attribute.
    private func keep(_ number: Int) -> Bool {
        let one = drawn()
        if let attribute = one.node as? XML.DOM.Attr, below(2) == 0 {
            guard let text = attribute.firstChild else { return false }
            tally.kept += 1
            if text.setUserData("text", number, tally.note) != nil { tally.ended += 1 }
            return true
        }
        let data = below(3) == 0 ? nil : number
        if data != nil { tally.kept += 1 }
        let old = one.node.setUserData("key", data, tally.note)
        if old != nil { tally.ended += 1 }
        #expect(old as? Int == one.model.data)
        one.model.data = data
        return true
    }

    /// Keeps trees small.
    private func empty() -> Bool {
        let one = drawn()
        guard one.model.hasChildren, one.model.count > 200 else { return false }
        one.node.unlink()
        one.model.empty()
        return true
    }

    // MARK: Looks

    private func look(at one: Held) throws {
        #expect(one.node.nodeName == one.model.name)
        #expect(one.node.getUserData("key") as? Int == one.model.data)
        if let attribute = one.node as? XML.DOM.Attr {
            #expect(attribute.value == one.model.value)
            #expect(one.model.parent == nil || attribute.ownerElement != nil)
        } else {
            #expect(one.node.getUserData("text") == nil)
            #expect(try one.node.toxml() == one.model.text)
            #expect(one.model.parent == nil || one.node.parentNode != nil)
        }
    }

    func lookAtAll() throws { for one in held { try look(at: one) } }
}
