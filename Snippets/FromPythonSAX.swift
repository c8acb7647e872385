// The lines that "From Python's xml.sax" names, in the order of its tables.
import SluiceXML

// MARK: Handlers

struct Printer: XML.ContentHandler {
    var locator: XML.Locator?

    mutating func setDocumentLocator(_ locator: XML.Locator) { self.locator = locator }
    mutating func startDocument() throws { print("the document begins") }
    mutating func endDocument() throws { print("the document ends") }
    mutating func startPrefixMapping(_ prefix: XML.Text, uri: XML.Text) throws { print(String(prefix), String(uri)) }
    mutating func endPrefixMapping(_ prefix: XML.Text) throws { print(String(prefix)) }
    mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) throws {
        print(String(name.uri), String(name.local), String(name.qualified))
        values(of: attributes)
        if let locator {
            print(locator.line, locator.column, locator.publicID ?? "-", locator.systemID ?? "-")
            print(locator.path, locator.offset)
        }
    }
    mutating func endElement(_ name: XML.Name) throws { print(String(name)) }
    mutating func characters(_ text: XML.Text) throws { print(String(text)) }
    mutating func ignorableWhitespace(_ text: XML.Text) throws { print("\(text.count) bytes") }
    mutating func processingInstruction(target: XML.Text, data: XML.Text) throws { print(String(target), String(data)) }
    mutating func skippedEntity(_ name: XML.Text) throws { print(String(name)) }

    func values(of attributes: XML.Attributes) {
        print(attributes.count)
        for i in attributes.indices {
            print(String(attributes[i].name), String(attributes[i].value), attributes[i].type)
            print(attributes[i].isSpecified)
        }
        print(attributes["id"] ?? "no id")
        print(attributes["href", uri: "http://www.w3.org/1999/xlink"] ?? "no link")
        if let i = attributes.index(of: "id") { print(attributes[i].type, XML.QName(attributes[i].name)) }
        if let i = attributes.index(of: "href", uri: "http://www.w3.org/1999/xlink") {
            print(String(attributes[i].name.qualified))
        }
        let owned = attributes.owned
        print(owned.map(\.name), owned.map(\.value))
    }
}

final class Others: XML.ErrorHandler, XML.LexicalHandler, XML.DTDHandler, XML.DeclHandler, XML.EntityResolver {
    func warning(_ error: ParseError) throws { print(error) }
    func error(_ error: ParseError) throws { print(error) }
    func fatalError(_ error: ParseError) throws { print(error.message, error.position.line, error.position.column) }

    func comment(_ text: XML.Text) throws { print(String(text)) }
    func startDTD(_ name: String, publicID: String?, systemID: String?) throws { print(name) }
    func endDTD() throws { print("]>") }
    func startCDATA() throws { print("<![CDATA[") }
    func endCDATA() throws { print("]]>") }
    func startEntity(_ name: XML.Text) throws { print(String(name)) }
    func endEntity(_ name: XML.Text) throws { print(String(name)) }

    func notationDecl(_ name: String, publicID: String?, systemID: String?) throws { print(name) }
    func unparsedEntityDecl(_ name: String, publicID: String?, systemID: String, notation: String) throws {
        print(name, notation)
    }
    func elementDecl(_ name: String, model: String) throws { print(name, model) }
    func attributeDecl(_ element: String, _ name: String, type: String, mode: String?, value: String?) throws {
        print(element, name, type)
    }
    func internalEntityDecl(_ name: String, value: String) throws { print(name, value) }
    func externalEntityDecl(_ name: String, publicID: String?, systemID: String) throws { print(name, systemID) }

    func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
        XML.InputSource("the text of \(systemID)")
    }
    func externalSubset(of root: String) throws -> XML.InputSource? { XML.InputSource("<!ENTITY nbsp '&#160;'>") }
}

// MARK: Reading

func reading(_ bytes: [UInt8], text: String, path: String) throws {
    let others = Others()
    _ = try XML.parse(contentsOf: path, handler: Printer(), errorHandler: others)
    _ = try XML.parse(string: text, handler: Printer())
    _ = try XML.parse(bytes.span, handler: Printer(), lexicalHandler: others)
    _ = try XML.parse(string: text, handler: Printer(), dtdHandler: others, declHandler: others)
    _ = try XML.parse(string: text, handler: Printer(), entityResolver: others)

    var options = XML.ParserOptions()
    options.processesNamespaces = false
    options.reportsNamespaceAttributes = true
    options.validates = true
    options.readsExternalGeneralEntities = true
    options.readsExternalParameterEntities = true
    options.encoding = "ISO-8859-1"
    options.coalescesText = true
    options.limits.entityExpansionFactor = 20
    print(options)

    var parser = XML.Parser(handler: Printer(), handlers: XML.Handlers(error: others, lexical: others))
    try parser.feed(bytes)
    parser.handler.locator = nil
    parser.reset()
    try parser.feed(bytes)
    _ = try parser.finish()

    var source = XML.InputSource(bytes, systemID: "https://example.org/books.xml")
    source.publicID = "-//Example//Books"
    source.systemID = "books.xml"
    source.encoding = "Shift_JIS"
    source.bytes = bytes
    source = XML.InputSource(text)
    _ = try XML.parse(source, handler: Printer())

    do {
        _ = try XML.parse(string: "<a>", handler: Printer())
    } catch let error as ParseError {
        print(error.message, error.position.line, error.position.column, error.sourceName ?? "-", error.path)
    }
}

// MARK: saxutils

struct WithoutInstructions<Next: XML.ContentHandler & ~Copyable>: XML.Filter, ~Copyable {
    var next: Next
    mutating func processingInstruction(target: XML.Text, data: XML.Text) throws {}
}

func utilities(_ text: String) throws {
    print(XML.escape("Salt & Pepper"))
    print(XML.escape("café", entities: ["é": "&eacute;"]))
    print(XML.unescape("Salt &amp; Pepper"))
    print("<a title=\(XML.quoteattr("two\nlines"))>")

    let generator = XML.Generator(to: MemorySink(), options: .init(encoding: .latin1, expandsEmptyElements: true))
    print(try XML.parse(string: text, handler: generator).finish().bytes.count)

    let filter = WithoutInstructions(next: XML.Generator(to: MemorySink()))
    print(try XML.parse(string: text, handler: filter).next.finish().bytes.count)
}

let path = "/tmp/from-python.xml"
let text = """
    <!DOCTYPE a [<!ELEMENT a ANY><!ATTLIST a id ID #IMPLIED><!ENTITY e 'entity'>]>
    <a id="1" xmlns:x="urn:x"><?target data?><!-- comment --><x:b/><![CDATA[text]]> &e;</a>
    """
var file = try FileSink(path)
try file.write(Array(text.utf8).span)
try file.close()
try reading(Array(text.utf8), text: text, path: path)
try utilities(text)
