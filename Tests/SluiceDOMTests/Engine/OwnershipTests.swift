import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// Nodes of several documents, moved, copied, taken out and dropped at random, beside a model of what must come of it.
@Suite struct `Nodes and their owners` {
    /// What a node is and has under it.
    private final class Model {
        let name: String
        var children: [Model] = []
        weak var parent: Model?

        init(_ name: String) { self.name = name }

        func detach() {
            parent?.children.removeAll { $0 === self }
            parent = nil
        }

        func copy() -> Model {
            let copy = Model(name)
            for child in children { copy.append(child.copy()) }
            return copy
        }

        func append(_ child: Model, before reference: Model? = nil) {
            child.detach()
            child.parent = self
            let index = reference.flatMap { reference in children.firstIndex { $0 === reference } }
            children.insert(child, at: index ?? children.count)
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
            if name.hasPrefix("t") { return name }
            return children.isEmpty ? "<\(name)/>" : "<\(name)>\(children.map(\.text).joined())</\(name)>"
        }

        var all: [Model] { [self] + children.flatMap(\.all) }
    }

    /// A node that is held, and its model.
    private struct Held {
        let node: XML.DOM.Node
        let model: Model
    }

    @Test(arguments: 0..<4)
    func `Whatever is done to them, they are what they should be`(_ run: UInt64) throws {
        let steps = Corpus.number("SLUICE_MUTATIONS").map { $0 / 4 } ?? 4_000
        var random = Noise(seed: run + UInt64(Corpus.number("SLUICE_SEED") ?? 0))
        var documents: [XML.DOM.Document] = []
        for i in 0..<3 { documents.append(try XML.DOM.Document(string: "<r\(i)/>")) }
        var held: [Held] = documents.enumerated().compactMap { index, document in
            document.documentElement.map { Held(node: $0, model: Model("r\(index)")) }
        }
        var roots = held.map(\.model)
        for step in 0..<steps {
            let one = held[Int.random(in: 0..<held.count, using: &random)]
            let two = held[Int.random(in: 0..<held.count, using: &random)]
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1:  // a new element
                let document = documents[Int.random(in: 0..<3, using: &random)]
                held.append(Held(node: try document.createElement("e\(step)"), model: Model("e\(step)")))
            case 2:  // a new text
                let document = documents[Int.random(in: 0..<3, using: &random)]
                held.append(Held(node: document.createTextNode("t\(step)."), model: Model("t\(step).")))
            case 3, 4, 5:  // put one behind the other's children, or before one of them
                guard one.model.name.hasPrefix("t") == false, !two.model.holds(one.model),
                    !roots.contains(where: { $0 === two.model })
                else { continue }
                let index = Int.random(in: 0...one.model.children.count, using: &random)
                let reference = index < one.model.children.count ? one.model.children[index] : nil
                try one.node.insertBefore(two.node, one.node.childNodes.item(index))
                one.model.append(two.model, before: reference === two.model ? nextSibling(of: two.model) : reference)
            case 6:  // take one out
                guard let parent = one.node.parentNode, one.model.parent != nil else { continue }
                try parent.removeChild(one.node)
                one.model.detach()
            case 7:  // a copy of what is not too much
                guard one.model.all.count < 200 else { continue }
                held.append(Held(node: one.node.cloneNode(true), model: one.model.copy()))
            case 8:  // hold a child
                guard let child = one.node.lastChild, let model = one.model.children.last else { continue }
                #expect(child.nodeName == model.name || child.nodeValue == model.name)
                held.append(Held(node: child, model: model))
            case 9:  // make a copy for another document
                guard one.model.all.count < 200 else { continue }
                let document = documents[Int.random(in: 0..<3, using: &random)]
                held.append(Held(node: try document.importNode(one.node, true), model: one.model.copy()))
            case 10:  // look at it
                #expect(try one.node.toxml() == one.model.text)
                #expect(one.node.parentNode == nil || one.node.parentNode?.firstChild != nil)
            default:  // let several go
                while held.count > 40 { held.remove(at: Int.random(in: 3..<held.count, using: &random)) }
            }
        }
        for pair in held { #expect(try pair.node.toxml() == pair.model.text) }
        roots.removeAll()
    }

    private func nextSibling(of model: Model) -> Model? {
        guard let parent = model.parent, let index = parent.children.firstIndex(where: { $0 === model }) else {
            return nil
        }
        return index + 1 < parent.children.count ? parent.children[index + 1] : nil
    }
}
