#if Services
import Testing

@Suite struct DefaultNamespaceTests {
    private let files = ["f.xml": "<x:r xmlns:x='urn:x'><e xmlns='urn:f'/></x:r>", "a.xml": "<x:a xmlns:x='urn:x'/>"]

    @Test func `Where names without a prefix find nothing, the namespace that they are in is told`() throws {
        let note = """
            sluice: note: elements without a prefix are in the namespace 'urn:f' here, and an XPath without a prefix \
            finds none of them: --ns p=urn:f and //p:NAME

            """
        #expect(
            try Sluice.run("query", "/descendant::e", "f.xml", files: files) == .init(complaints: note, status: 1))
    }

    @Test(arguments: [("//x:e", "f.xml"), ("//e", "a.xml")])
    func `Elsewhere nothing is told`(expression: String, file: String) throws {
        #expect(try Sluice.run("query", expression, file, files: files) == .init(status: 1))
    }
}
#endif
