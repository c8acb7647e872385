// The lines that "From Python's xml.etree.ElementTree" names, in the order of its tables.
import SluiceXML

func reading(_ text: String, _ bytes: [UInt8], path: String) throws {
    var source = try FileSource(path)
    print(try XML.ElementTree(contentsOf: path).root)
    print(try XML.ElementTree(from: &source).root)
    print(try XML.ElementTree(bytes).root)
    print(try XML.fromstring(text))
    print(try XML.fromstringlist([text]))
    let (root, elements) = try XML.xmlid(text)
    print(root.tag, elements["b1"]?.tag ?? "")

    var events = try XML.iterparse(contentsOf: path, events: [.start, .end])
    while let event = try events.next() {
        if event == .end, let element = try events.element, element.tag == "book" { events.clear() }
    }
    print(events.root ?? "none")

    var parser = XML.TreePullParser(events: [.end, .comment, .processingInstruction, .startNamespace, .endNamespace])
    parser.feed(text)
    parser.close()
    while let event = try parser.next() {
        print(event, try parser.element?.tag ?? "", parser.namespace ?? ("", ""))
    }
    print(parser.root ?? "none")

    var options = XML.TreeOptions(insertsComments: true, insertsProcessingInstructions: true)
    options.parser.encoding = "UTF-8"
    options.parser.readsExternalParameterEntities = true
    print(try XML.ElementTree(string: text, options: options, handlers: XML.Handlers(resolver: Entities())).root)

    do {
        print(try XML.fromstring("<a></b>"))
    } catch let error as ParseError {
        print(error.code, error.position.line, error.position.column, error.message)
    }
}

final class Entities: XML.EntityResolver {
    func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? { nil }
    func externalSubset(of root: String) throws -> XML.InputSource? { XML.InputSource("<!ENTITY nbsp '&#160;'>") }
}

func building() throws {
    let builder = XML.TreeBuilder(insertsComments: true, insertsProcessingInstructions: true)
    try builder.start("a", ["x": "1"])
    try builder.data("text")
    try builder.comment("comment")
    try builder.pi("target", "data")
    try builder.end("a")
    print(try builder.close())
    print(try XML.parse(string: "<a><b/></a>", handler: XML.TreeBuilder()).close())
}

func elements(_ root: XML.Element, _ other: XML.Element) throws {
    var element = root
    element.tag = "shelf"
    element.text = "text"
    element.tail = "tail"
    element.attributes["id"] = "b1"
    element.attributes["id"] = nil
    element.set("lang", "en")
    print(element.get("lang") ?? "none", element.get("size", default: "small"))
    print(element.keys, element.items)

    element.append(other)
    element.extend([other, other])
    element.insert(other, at: 0)
    element.remove(at: 0)
    element.remove(other)
    print(element.count, element[0], Array(element.children[0..<1]))
    element[0] = other
    element.children.removeSubrange(0..<1)
    element.children.replaceSubrange(0..<1, with: [other, other])
    for child in element.children { print(child.tag) }

    element.appendElement("book", ["id": "b2"], text: "Ada")
    element.append(.comment("a comment"))
    element.append(.processingInstruction("target", "data"))
    print(XML.Element("a", ["x": "1"]), XML.QName("local", uri: "urn:x"), XML.QName(clark: "{urn:x}local").local)
    print(element[0].kind == .element)

    var copy = element
    copy.clear()
    print(copy == element)

    print(element.find("book[@id='b2']/title") ?? "none")
    print(element.findall("x:book", namespaces: ["x": "urn:x"]).count)
    print(element.findtext("title") ?? "none")
    for book in element.iterfind(".//book") { print(book.tag) }
    for book in element.iter("book") { print(book.tag) }
    for text in element.itertext() { print(text) }
    print(element.joinedText, element.sourceLine ?? 0)
    let path = try XML.ElementPath("b:book[@id='1']", namespaces: ["b": "urn:books"])
    print(element.findall(path).count)
}

func paths(_ root: XML.Element) {
    for path in [
        "tag", "*", ".", "a//b", "..", "{ns}tag", "{*}tag", "{ns}*", "{}tag", "[@a]", "[@a='v']", "[@a!='v']", "[tag]",
        "[tag='t']", "[tag!='t']", "[.='t']", "[.!='t']", "[2]", "[last()]", "[last()-1]",
    ] {
        print(root.findall(path.hasPrefix("[") ? "*" + path : path, namespaces: ["": "urn:default"]).count)
    }
}

func writing(_ element: XML.Element, path: String) throws {
    try print(element.tostring())
    print(try element.tobytes(.init(encoding: .ascii)).count, try element.tostringlist().count)
    element.dump()
    var tree = XML.ElementTree(element)
    print(tree.root.tag)
    print(tree.find("book") ?? "none", tree.findall("/book").count, tree.findtext("book") ?? "none")
    for book in tree.iterfind("book") { print(book.tag) }
    for book in tree.iter("book") { print(book.tag) }
    tree.indent(space: "  ")
    try tree.write(to: path, .init(encoding: .ascii))

    var options = XML.TreeWritingOptions()
    options.encoding = .utf8
    options.declaration = true
    options.defaultNamespace = "urn:x"
    options.shortEmptyElements = false
    options.method = .html
    print((try? element.tostring(options)) ?? "a name in no namespace")
    try XML.registerNamespace("x", "urn:x")
}

func canonical(_ text: String, path: String) throws {
    var options = XML.CanonicalOptions()
    options.withComments = true
    options.stripText = true
    options.rewritePrefixes = true
    options.qnameAwareTags = ["{urn:x}type"]
    options.qnameAwareAttributes = ["{urn:x}type"]
    options.excludeAttributes = ["id"]
    options.excludeTags = ["note"]
    print(try XML.canonicalize(text, options: options))
    print(try XML.canonicalize(contentsOf: path))
    var sink = MemorySink()
    try XML.canonicalize(from: FileSource(path), to: &sink)
    print(try XML.fromstring(text).canonicalized())
}

func including(_ text: String) throws {
    var tree = try XML.ElementTree(string: text)
    let include = XML.ElementInclude(maxDepth: 6) { href, kind in
        kind == .xml ? .element(XML.Element("included", ["from": href])) : .text("text of \(href)")
    }
    do {
        try include.include(in: &tree.root)
    } catch let error as XML.IncludeError {
        print(error)
    }
    print(tree.root)
}

let path = "/tmp/from-python.xml"
let text = "<books><book id=\"b1\"><title>Ada</title></book><!-- comment --></books>"
try XML.ElementTree(string: text).write(to: path)
try reading(text, Array(text.utf8), path: path)
try building()
try elements(XML.fromstring(text), XML.Element("other"))
paths(try XML.fromstring(text))
try writing(XML.fromstring(text), path: path)
try canonical(text, path: path)
try including("<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='b.xml'/></a>")
