// The lines that "From Python's xml.dom.minidom" names, in the order of its tables.
import SluiceDOM
import SluiceXML

func reading(_ text: String, _ bytes: [UInt8], path: String) throws -> XML.DOM.Document {
    let source = try FileSource(path)
    print(try XML.DOM.Document(contentsOf: path).nodeName)
    print(try XML.DOM.Document(source).nodeName)
    print(try XML.DOM.Document(bytes.span).nodeName)
    var options = XML.DOM.ParsingOptions()
    options.parser.processesNamespaces = false
    do {
        print(try XML.DOM.Document(string: "<a></b>", options: options).nodeName)
    } catch let error as ParseError {
        print(error.code, error.position.line, error.position.column, error.message)
    }
    return try XML.DOM.Document(string: text)
}

func making() throws -> XML.DOM.Document {
    let implementation = XML.DOM.DOMImplementation()
    print(implementation.hasFeature("Core", "2.0"))
    let type = try implementation.createDocumentType("slides", nil, "slides.dtd")
    let document = try implementation.createDocument("urn:slides", "slides", type)
    print(XML.DOM.Document().hasChildNodes)
    return document
}

func nodes(_ node: XML.DOM.Node, _ document: XML.DOM.Document) throws {
    print(node.nodeType == .element, node.nodeType.rawValue)
    print(node.nodeName, node.nodeValue ?? "none", node.localName ?? "none", node.prefix ?? "none")
    print(node.namespaceURI ?? "none", node.attributes?.length ?? 0)
    print(node.parentNode ?? "none", node.ownerDocument ?? "none")
    print(node.firstChild ?? "none", node.lastChild ?? "none")
    print(node.previousSibling ?? "none", node.nextSibling ?? "none")
    print(node.hasChildNodes, node.hasAttributes)
    for child in node.childNodes { print(child.nodeName) }
    print(node.childNodes.length, node.childNodes[0], node.childNodes.item(0) ?? "none")

    let child = try node.appendChild(document.createTextNode("text"))
    let other = try node.insertBefore(document.createComment("comment"), child)
    try node.replaceChild(document.createTextNode("more"), other)
    try node.removeChild(child)
    let copy = node.cloneNode(true)
    node.normalize()
    print(node.isSameNode(copy), node === copy, node.isEqualNode(copy), node.isSupported("Core", "3.0"))
    node.setUserData("seen", true) { operation, key, data, source, copy in
        print(operation == .nodeCloned, key, data, source ?? "none", copy ?? "none")
    }
    print(node.getUserData("seen") ?? "none")
    copy.unlink()
}

func writing(_ document: XML.DOM.Document) throws {
    print(try document.toxml())
    print(try document.toxml(options: XML.WriterOptions(encoding: .usASCII)))
    document.standalone = true
    print(try document.toprettyxml(indent: "  "))
    var sink = MemorySink()
    try document.writexml(to: &sink, options: .pretty)
    print(sink.bytes.count)
}

func documents(_ document: XML.DOM.Document, _ node: XML.DOM.Node) throws {
    print(document.documentElement ?? "none", document.doctype ?? "none", document.implementation)
    print(document.version, document.encoding ?? "none", document.standalone ?? false, document.documentURI ?? "none")
    let element = try document.createElement("book")
    let other = try document.createElementNS("urn:x", "x:book")
    print(document.createTextNode("text"), document.createComment("comment"), document.createCDATASection("a < b"))
    print(try document.createProcessingInstruction("target", "data"))
    print(try document.createAttribute("id"), try document.createAttributeNS("urn:x", "x:id"))
    print(document.createDocumentFragment())
    print(try document.importNode(node, true))
    try document.renameNode(other, "urn:y", "y:book")
    print(document.getElementById("b1") ?? "none")
    print(document.getElementsByTagName("book").length, document.getElementsByTagNameNS("urn:x", "*").count, element)
}

func elements(_ element: XML.DOM.Element) throws {
    print(element.tagName)
    try element.setAttribute("id", "b1")
    print(element.getAttribute("id") ?? "", element.hasAttribute("id"))
    element.removeAttribute("id")
    try element.setAttributeNS("urn:x", "x:id", "b1")
    print(element.getAttributeNS("urn:x", "id") ?? "", element.hasAttributeNS("urn:x", "id"))
    element.removeAttributeNS("urn:x", "id")
    try element.setAttribute("key", "k1")
    if let attribute = element.getAttributeNode("key") {
        print(attribute.name, attribute.value, attribute.localName ?? "", attribute.prefix ?? "")
        print(attribute.ownerElement ?? "none", attribute.specified, attribute.isId)
        try element.setIdAttribute("key")
        try element.setIdAttributeNode(attribute, false)
        try element.removeAttributeNode(attribute)
        try element.setAttributeNode(attribute)
        try element.setAttributeNodeNS(attribute)
        try element.setIdAttributeNS(nil, "key")
        print(element.getAttributeNodeNS(nil, "key") === attribute)
    }
    print(element.getElementsByTagName("title").length, element.getElementsByTagNameNS("*", "title").length)
}

func maps(_ element: XML.DOM.Element) throws {
    guard let map = element.attributes else { return }
    print(map.length, map.item(0)?.name ?? "none", map["key"]?.value ?? "none", map.get("key") ?? "none")
    print(map.keys(), map.values(), map.items(), map.keysNS(), map.itemsNS())
    if let attribute = map.getNamedItem("key") {
        try map.removeNamedItem("key")
        try map.setNamedItem(attribute)
    }
    if let attribute = map.getNamedItemNS(nil, "key") {
        try map.removeNamedItemNS(nil, "key")
        try map.setNamedItemNS(attribute)
    }
}

func texts(_ text: XML.DOM.Text, _ instruction: XML.DOM.ProcessingInstruction) throws {
    text.data = "some text"
    print(text.length, try text.substringData(0, 4))
    text.appendData(" more")
    try text.insertData(0, "- ")
    try text.deleteData(0, 2)
    try text.replaceData(0, 4, "any")
    try text.splitText(3)
    print(text.wholeText, text.isWhitespaceInElementContent)
    text.replaceWholeText("all of it")
    print(instruction.target, instruction.data)
}

func types(_ type: XML.DOM.DocumentType) {
    print(type.name, type.publicId ?? "none", type.systemId ?? "none", type.internalSubset ?? "none")
    for entity in type.entities { print(entity.nodeName, entity.notationName ?? "none") }
    for notation in type.notations { print(notation.nodeName, notation.publicId ?? "none") }
}

func pulling(_ text: String, path: String, _ document: XML.DOM.Document) throws {
    var events = try XML.events(contentsOf: path)
    while let event = try events.next() {
        switch event {
        case .startElement where events.name.local == "book":
            if let book = try events.expandNode() { print(try book.toxml()) }
        case .startElement, .endElement: print(String(events.name.qualified))
        case .text, .comment, .ignorableWhitespace: print(String(events.text))
        case .processingInstruction: print(String(events.target), String(events.data))
        default: break
        }
    }
    var others = XML.events(Array(text.utf8))
    while let event = try others.next() {
        if event == .startElement, others.name.local == "title", let title = try others.expandNode(in: document) {
            try document.documentElement?.appendChild(title)
        }
    }
}

func faults(_ document: XML.DOM.Document) {
    do {
        try document.appendChild(document.createTextNode("text"))
    } catch {
        print(error.code == .hierarchyRequest, error.code.rawValue, error.code.name, error.message)
    }
    let codes: [XML.DOM.Exception.Code] = [
        .indexSize, .domStringSize, .hierarchyRequest, .wrongDocument, .invalidCharacter, .noDataAllowed,
        .noModificationAllowed, .notFound, .notSupported, .inUseAttribute, .invalidState, .syntax, .invalidModification,
        .namespace, .invalidAccess, .validation,
    ]
    print(codes.map(\.name))
    print(XML.DOM.Namespace.xml, XML.DOM.Namespace.xmlns, XML.DOM.Namespace.xhtml)
}

let path = "/tmp/from-python-minidom.xml"
let text = "<books><book id=\"b1\"><title>Ada</title></book><?target data?></books>"
var file = try FileSink(path)
try XML.DOM.Document(string: text).writexml(to: &file)
try file.close()
let document = try reading(text, Array(text.utf8), path: path)
let book = document.getElementsByTagName("book")[0]
print(try making().toxml())
try nodes(book, document)
try writing(document)
try documents(document, book)
try elements(book)
try maps(book)
try texts(document.createTextNode("text"), document.createProcessingInstruction("target", "data"))
if let type = try making().doctype { types(type) }
try pulling(text, path: path, document)
faults(document)
