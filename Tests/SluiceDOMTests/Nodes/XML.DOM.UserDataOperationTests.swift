import SluiceDOM
import SluiceXML
import Testing

@Suite struct `User data and its handlers` {
    private final class Log {
        var lines: [String] = []

        func note(
            _ operation: XML.DOM.UserDataOperation, _ key: String, _ data: Any, _ source: XML.DOM.Node?,
            _ copy: XML.DOM.Node?
        ) {
            lines.append("\(operation) \(key)=\(data) \(source?.nodeName ?? "-") \(copy?.nodeName ?? "-")")
        }

        func taken() -> [String] {
            defer { lines = [] }
            return lines
        }
    }

    @Test func `A handler hears of copies, of the node and of what is under it`() throws {
        let document = try XML.DOM.Document(string: "<a><b c='1'/><d/></a>")
        let root = try #require(document.documentElement)
        let log = Log()
        root.setUserData("one", 1, log.note)
        root.firstElementChild?.getAttributeNode("c")?.setUserData("two", 2, log.note)
        root.lastElementChild?.setUserData("three", 3)
        let copy = root.cloneNode(true)
        #expect(log.taken() == ["nodeCloned one=1 a a", "nodeCloned two=2 c c"])
        #expect(copy.getUserData("one") == nil)
        _ = root.cloneNode(false)
        #expect(log.taken() == ["nodeCloned one=1 a a"])
        _ = try XML.DOM.Document().importNode(root, true)
        #expect(log.taken() == ["nodeImported one=1 a a", "nodeImported two=2 c c"])
        document.setUserData("four", 4, log.note)
        _ = document.cloneNode(true)
        #expect(
            log.taken() == ["nodeCloned four=4 #document #document", "nodeCloned one=1 a a", "nodeCloned two=2 c c"])
        _ = document.cloneNode(false)
        #expect(log.taken() == ["nodeCloned four=4 #document #document"])
        #expect(root.setUserData("one", nil) as? Int == 1)
        _ = root.cloneNode(false)
        #expect(log.taken().isEmpty)
    }

    @Test func `A handler hears of another name and another document`() throws {
        let document = try XML.DOM.Document(string: "<a><b/></a>")
        let other = try XML.DOM.Document(string: "<x/>")
        let root = try #require(document.documentElement)
        let log = Log()
        let child = try #require(root.firstElementChild)
        child.setUserData("k", "v", log.note)
        try document.renameNode(child, nil, "c")
        #expect(log.taken() == ["nodeRenamed k=v c -"])
        try other.adoptNode(root)
        #expect(log.taken() == ["nodeAdopted k=v c -"])
        try document.appendChild(child)
        #expect(log.taken() == ["nodeAdopted k=v c -"])
        let fragment = document.createDocumentFragment()
        try fragment.appendChild(child)
        #expect(log.taken().isEmpty)
        try other.documentElement?.appendChild(fragment)
        #expect(log.taken() == ["nodeAdopted k=v c -"])
        #expect(child.getUserData("k") as? String == "v")
        let attribute = try document.createAttribute("q")
        attribute.setUserData("k", "w", log.note)
        try child.setAttributeNode(attribute)
        #expect(log.taken() == ["nodeAdopted k=w q -"])
    }

    @Test func `A handler hears of the end, of a node or of the document`() throws {
        let log = Log()
        do {
            let document = try XML.DOM.Document(string: "<a/>")
            document.documentElement?.setUserData("k", 1, log.note)
            for i in 0..<200 { try document.createElement("e").setUserData("i", i, log.note) }
            #expect(log.lines.contains("nodeDeleted i=0 - -"))
            #expect(!log.lines.contains("nodeDeleted k=1 - -"))
        }
        #expect(log.lines.contains("nodeDeleted k=1 - -"))
        #expect(log.lines.count == 201)
    }

    @Test func `A handler may change the trees`() throws {
        let document = try XML.DOM.Document(string: "<a><b/><c/></a>")
        let root = try #require(document.documentElement)
        for child in root.children {
            child.setUserData("k", 1) { _, _, _, source, copy in
                for node in [source, copy] { if let node { _ = try? node.parentNode?.removeChild(node) } }
            }
        }
        #expect(try root.cloneNode(true).toxml() == "<a/>")
        #expect(try root.toxml() == "<a/>")
    }

    @Test func `Operations have the numbers of the standard`() {
        #expect(XML.DOM.UserDataOperation.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
    }

    @Test func `What declarations and texts of attributes keep goes with them`() throws {
        let log = Log()
        let document = try XML.DOM.Document(string: "<a/>")
        for _ in 0..<100 {
            let other = try document.createElement("b")
            try other.setAttribute("xmlns:p", "u")
            try other.setAttribute("c", "1")
            for node in [other.getAttributeNode("xmlns:p"), other.getAttributeNode("c")?.firstChild] {
                #expect(node?.getUserData("k") == nil)
                node?.setUserData("k", 1, log.note)
            }
        }
        let deleted = log.taken()
        #expect(Set(deleted) == ["nodeDeleted k=1 - -"])
        let root = try #require(document.documentElement)
        try root.setAttribute("xmlns:p", "u")
        try root.setAttribute("c", "1")
        root.getAttributeNode("xmlns:p")?.setUserData("k", 2, log.note)
        root.getAttributeNode("c")?.firstChild?.setUserData("k", 3, log.note)
        let copy = root.cloneNode(true)
        #expect(log.taken().filter { !$0.hasPrefix("nodeDeleted") }.count == 2)
        #expect((copy as? XML.DOM.Element)?.getAttributeNode("xmlns:p")?.getUserData("k") == nil)
        try document.renameNode(root, nil, "d")
        #expect(log.taken().filter { !$0.hasPrefix("nodeDeleted") }.isEmpty)
    }
}
