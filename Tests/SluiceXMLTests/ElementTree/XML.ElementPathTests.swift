import SluiceXML
import Testing

@Suite struct XMLElementPathTests {
    private static let library = """
        <lib><book id="b1" lang="en"><title>A</title><author>X</author></book><book id="b2"><title>B</title>\
        <author>X</author><author>Y</author></book><cd id="c1"><title>C</title></cd>\
        <shelf><book id="b3"><title>D</title></book></shelf></lib>
        """

    /// A tree as it was parsed, and as it is after each element was touched.
    private static func trees() throws -> [XML.Element] {
        let parsed = try XML.Element(parsing: library)
        func touched(_ element: XML.Element) -> XML.Element {
            var copy = element
            copy.children = XML.Element.Children(element.children.map(touched))
            return copy
        }
        return [parsed, touched(parsed)]
    }

    @Test(arguments: [
        ("book", "b1 b2"), ("*", "b1 b2 c1 -"), (".", "-"), ("./book", "b1 b2"), (".//book", "b1 b2 b3"),
        ("book/title/..", "b1 b2"), ("book[2]", "b2"), ("book[last()]", "b2"), ("book[last()-1]", "b1"),
        (".//book[1]", "b1 b3"), ("book[@lang]", "b1"), ("*[@id='c1']", "c1"), ("*[@id!='c1']", "b1 b2"),
        ("book[author]", "b1 b2"), ("book[author='Y']", "b2"), ("book[author!='X']", "b2"), ("*[title='C']", "c1"),
        ("book/title[.='B']/..", "b2"), (".//title[.!='B']/..", "b1 c1 b3"), ("shelf/", "b3"), ("shelf//book", "b3"),
        ("book[@lang='en'][title='A']", "b1"), ("none", ""), ("..", ""), ("book[ author = 'Y' ]", "b2"),
        ("{*}book", "b1 b2"), ("{}*", "b1 b2 c1 -"), ("{}book", "b1 b2"), ("{urn:x}*", ""), (".//title/../..", "- -"),
    ])
    func `Paths select what they say`(path: String, expected: String) throws {
        for tree in try Self.trees() {
            let found = tree.iterfind(path).map { $0.get("id") ?? "-" }
            #expect(found.joined(separator: " ") == expected)
            #expect(tree.findall(path).count == found.count)
            #expect(tree.find(path)?.tag == tree.findall(path).first?.tag)
        }
    }

    @Test func `Prefixes stand for namespaces`() throws {
        let root = try XML.Element(parsing: "<r xmlns='urn:d' xmlns:p='urn:p'><a/><p:a p:k='1'>x</p:a></r>")
        let namespaces = ["q": "urn:p", "": "urn:d"]
        #expect(root.findtext("q:a", namespaces: namespaces) == "x")
        #expect(root.findtext("q:a[@q:k='1']", namespaces: namespaces) == "x")
        #expect(root.findtext("a", namespaces: namespaces) == "")
        #expect(root.findtext("a[1]", namespaces: namespaces) == "")
        #expect(root.findtext("none", namespaces: namespaces) == nil)
        #expect(root.findall("{*}a").count == 2)
        let path = try XML.ElementPath("q:a", namespaces: namespaces)
        #expect(root.find(path)?.text == "x")
        #expect(root.findtext(path) == "x")
        #expect(root.findall(path).count == 1)
        #expect(path.description == "q:a")
    }

    @Test(arguments: [
        ("/a", "a path from an element cannot begin with '/'"), ("a[", "invalid predicate: there is no ']'"),
        ("a[0]", "XPath position >= 1 expected"), ("a[-1]", "XPath position >= 1 expected"),
        ("a[last()x]", "unsupported expression"), ("a[first()]", "unsupported function"), ("a[]", "invalid predicate"),
        ("a[last()-0]", "XPath offset from last() must be negative"), ("p:a", "prefix 'p' not found in prefix map"),
        ("@a", "invalid path"), ("!", "the path '!' has '!' where nothing begins with it"),
    ])
    func `What is no path is an error`(path: String, message: String) {
        #expect(throws: XML.PathError.self) { try XML.ElementPath(path) }
        do { _ = try XML.ElementPath(path) } catch { #expect("\(error)" == message) }
    }

    @Test func `A tree's paths begin at its root`() throws {
        let tree = try XML.ElementTree(string: Self.library)
        #expect(tree.find("/book")?.get("id") == "b1")
        #expect(tree.findall("//book").count == 3)
        #expect(tree.findtext("cd/title") == "C")
        #expect(tree.iterfind("book").map { $0.get("id") ?? "" } == ["b1", "b2"])
        #expect(tree.iter("title").reduce(0) { count, _ in count + 1 } == 4)
    }

    @Test func `A search from an element in a tree does not leave it`() throws {
        let shelf = try XML.Element(parsing: Self.library)[3]
        #expect(shelf.findall(".//book").count == 1)
        #expect(shelf.findall("book/../..").isEmpty)
    }
}
