import SluiceXML

// snippet.show
// Events as calls (SAX): counts the elements of each name as they pass by.
struct Census: XML.ContentHandler {
    var counts: [String: Int] = [:]
    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
        counts[String(name.local), default: 0] += 1
    }
}
print(try XML.parse(contentsOf: "dblp.xml", handler: Census()).counts)

// Events on demand: what matters becomes an element, nothing is built of the rest.
var events = try XML.events(contentsOf: "dblp.xml")
while let event = try events.next() {
    if event == .startElement, events.name.local == "title" { print(try events.expand()?.text ?? "") }
}

// Records of a file of any size, in constant memory; .gz too.
var articles = try XML.records(at: "/dblp/article", contentsOf: "dblp.xml")
while let article = try articles.next() { print(article.get("key") ?? "", article.findtext("author") ?? "nobody") }

// A tree as a value: Python's ElementTree. A change copies its path.
var tree = try XML.ElementTree(contentsOf: "dblp.xml")
tree.root.set("checked", "yes")
print(tree.root.find("article[@key='a1']/title")?.text ?? "", try tree.root.tostring())
