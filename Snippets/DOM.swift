import SluiceDOM
import SluiceXML

// snippet.show
// CSS selectors, compiled once or as they come.
let page = try XML.DOM.Document(html: "<nav><a href='https://a.example'>A</a><a class='active'>B</a></nav>")
let links = try XML.DOM.Selector("nav > a[href^='https:']:not(.active), h1 + p")
for link in try links.all(in: page) { print(link.getAttribute("href") ?? "", try link.matches("nav a")) }
print(try page.querySelector("a.active")?.closest("nav")?.nodeName ?? "none")

// A document streams by, and what matters becomes nodes: Python's pulldom.
var events = try XML.events(contentsOf: "dblp.xml")
while let event = try events.next() {
    if event == .startElement, events.name.local == "article", let article = try events.expandNode() {
        print(try XML.DOM.XPath("count(author)").number(in: article))
    }
}

// Events make a tree, and a tree makes events.
var builder = XML.DOM.Builder()
try XML.parse(contentsOf: "dblp.xml", handler: &builder, lexicalHandler: builder)
let document = try builder.close()
func text(of node: XML.DOM.Node) throws -> [UInt8] {
    var generator = XML.Generator(to: MemorySink())
    try node.send(to: &generator)
    return try generator.finish().bytes
}
print(String(decoding: try text(of: document), as: UTF8.self))

// A node becomes a value, and a value becomes a node.
if let node = document.documentElement?.firstElementChild {
    var element = try XML.Element(node)
    element.set("checked", "yes")
    try document.documentElement?.appendChild(document.importElement(element))
}

// Data that stays with a node, and hears what happens to it.
document.documentElement?.setUserData("read", 1) { operation, key, data, source, copy in
    if operation == .nodeCloned { copy?.setUserData(key, data) }
}
