import SluiceXML
import Testing

@Suite struct XMLNameTests {
    private struct Names: XML.ContentHandler {
        var seen: [String] = []
        var numbers: [Int] = []
        mutating func startElement(_ name: XML.Name, _ attributes: XML.Attributes) {
            seen.append(
                "\(String(name)) \(String(name.prefix)) \(String(name.local)) \(String(name.uri)) \(XML.QName(name))")
            numbers.append(name.number)
            for i in attributes.indices { numbers.append(attributes[i].name == name ? 1 : 0) }
        }
    }

    private static let text = "<a xmlns='u' xmlns:p='u' a='1'><p:a p:a='2'/><b xmlns=''/></a>"

    @Test func `A name has its parts, and one number for all of its namespace and local part`() throws {
        let names = try XML.parse(string: Self.text, handler: Names())
        #expect(names.seen == ["a  a u {u}a", "p:a p a u {u}a", "b  b  b"])
        // The attribute `a` is in no namespace, `p:a` is in that of its element.
        #expect(names.numbers[0] == names.numbers[2] && names.numbers[0] != names.numbers[4])
        #expect(names.numbers[1] == 0 && names.numbers[3] == 1)
    }

    @Test func `Without namespaces a name is what is written`() throws {
        var options = XML.ParserOptions()
        options.processesNamespaces = false
        let names = try XML.parse(string: "<p:a b:c:d='1'/>", handler: Names(), options: options)
        #expect(names.seen == ["p:a  p:a  p:a"])
    }
}
