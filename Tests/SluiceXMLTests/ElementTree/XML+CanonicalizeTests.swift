import SluiceCore
import SluiceTestSupport
import SluiceXML
import Testing

@Suite struct CanonicalizeTests {
    /// The canonical form, or the error, which must be the same for every chunking.
    private func canonical(_ text: String, _ change: (inout XML.CanonicalOptions) -> Void = { _ in }) throws -> String {
        var options = XML.CanonicalOptions()
        change(&options)
        func outcome(_ body: () throws -> String) -> String {
            do { return try body() } catch { return "\(error)".split(separator: "\n").first.map(String.init) ?? "" }
        }
        let whole = outcome { try XML.canonicalize(text, options: options) }
        // An option that changes nothing: every tag is taken apart and made anew.
        var asking = options
        asking.excludeTags.insert("{urn:nothing}nothing")
        #expect(outcome { try XML.canonicalize(text, options: asking) } == whole)
        for feeding in Feeding.all(for: text.utf8.count) where !feeding.pieces(of: Array(text.utf8)).contains([]) {
            let found = outcome {
                var sink = MemorySink()
                try XML.canonicalize(from: Chunks(Array(text.utf8), feeding), to: &sink, options: options)
                return String(decoding: sink.bytes, as: UTF8.self)
            }
            #expect(found == whole, "\(feeding)")
        }
        return whole
    }

    @Test func `What has no meaning is made one way`() throws {
        let text = """
            <?xml version='1.0'?>
            <?go  on?><!-- 1 -->
            <p:a y = '2'  x="1&#9;&lt;&gt;'" p:z='3' xmlns:q='urn:q' xmlns:p='urn:p'><![CDATA[<&>]]><b/>&#13;<!--2--></p:a>
            <!-- 3 --><?stop?>
            """
        #expect(
            try canonical(text) == """
                <?go on?>
                <p:a xmlns:p="urn:p" x="1&#x9;&lt;>'" y="2" p:z="3">&lt;&amp;&gt;<b></b>&#xD;</p:a>
                <?stop?>
                """)
        #expect(
            try canonical(text) { $0.withComments = true } == """
                <?go on?>
                <!-- 1 -->
                <p:a xmlns:p="urn:p" x="1&#x9;&lt;>'" y="2" p:z="3">&lt;&amp;&gt;<b></b>&#xD;<!--2--></p:a>
                <!-- 3 -->
                <?stop?>
                """)
    }

    /// An element with namespaces, attributes and elements of any kind.
    private func element(_ noise: inout Noise, _ depth: Int) -> String {
        func any(_ choices: [String], _ noise: inout Noise) -> String {
            choices[Int(noise.next() % UInt64(choices.count))]
        }
        let name = any(["a", "a", "b", "p:a", "p:b", "q:a"], &noise)
        var attributes: [String: String] = [:]
        if depth == 0 { attributes = ["xmlns:p": "urn:1", "xmlns:q": "urn:2"] }
        if noise.next() % 3 == 0 { attributes["xmlns"] = any(["", "urn:1", "urn:2"], &noise) }
        if noise.next() % 4 == 0 { attributes["xmlns:p"] = any(["urn:1", "urn:3"], &noise) }
        for _ in 0..<noise.next() % (noise.next() % 8 == 0 ? 30 : 4) {
            attributes[any(["", "", "", "p:", "xml:"], &noise) + "n\(noise.next() % 40)"] = any(
                ["", "1", "é&lt;"], &noise)
        }
        let tag = attributes.map { " \($0.key)='\($0.value)'" }.joined()
        let content = (0..<(depth < 4 ? noise.next() % 4 : 0)).map { _ in
            noise.next() % 3 == 0 ? any(["text", "&amp;", "<!--c-->", "<?p i?>"], &noise) : element(&noise, depth + 1)
        }
        return "<\(name)\(tag)>\(content.joined())</\(name)>"
    }

    @Test func `Tags that are written as they were read are those that would have been made`() throws {
        var noise = Noise(seed: 5)
        for _ in 0..<1500 {
            let text = element(&noise, 0)
            var asking = XML.CanonicalOptions()
            asking.excludeTags = ["{urn:nothing}nothing"]
            #expect(try XML.canonicalize(text) == XML.canonicalize(text, options: asking), "\(text)")
        }
    }

    @Test func `Namespaces are declared where they are used`() throws {
        #expect(
            try canonical(
                "<a xmlns='urn:a' xmlns:p='urn:p'><b xmlns=''><p:c/><p:d xmlns:p='urn:q' p:x=''/></b><p:e/></a>")
                    == """
                    <a xmlns="urn:a"><b xmlns=""><p:c xmlns:p="urn:p"></p:c><p:d xmlns:p="urn:q" p:x=""></p:d></b>\
                    <p:e xmlns:p="urn:p"></p:e></a>
                    """)
        #expect(
            try canonical("<z:a xmlns:z='urn:b' xmlns:y='urn:a' y:k='1' xml:lang='en'><b/></z:a>") {
                $0.rewritePrefixes = true
            }
                == "<n1:a xmlns:n0=\"urn:a\" xmlns:n1=\"urn:b\" xml:lang=\"en\" n0:k=\"1\"><n2:b xmlns:n2=\"\"></n2:b></n1:a>"
        )
    }

    @Test func `White space goes where it is asked for and not preserved`() throws {
        #expect(
            try canonical("<a> <b> x y\n</b> <c xml:space='preserve'> <d xml:space='default'> z </d> </c> </a>") {
                $0.stripText = true
            } == "<a><b>x y</b><c xml:space=\"preserve\"> <d xml:space=\"default\">z</d> </c></a>")
    }

    @Test func `Names in text and values keep their namespaces`() throws {
        let text = "<a xmlns:p='urn:p' xmlns:q='urn:q' t='q:x'><b>p:x</b><c>//q:x[p:y='r:z']/child::p</c></a>"
        func aware(_ options: inout XML.CanonicalOptions) {
            options.qnameAwareTags = ["b"]
            options.qnameAwareAttributes = ["t"]
            options.xpathAwareTags = ["c"]
        }
        #expect(
            try canonical(text, aware) == """
                <a xmlns:q="urn:q" t="q:x"><b xmlns:p="urn:p">p:x</b>\
                <c xmlns:p="urn:p">//q:x[p:y='r:z']/child::p</c></a>
                """)
        #expect(
            try canonical(text) { options in
                aware(&options)
                options.rewritePrefixes = true
            } == """
                <n0:a xmlns:n0="" xmlns:n1="urn:q" t="n1:x"><n0:b xmlns:n2="urn:p">n2:x</n0:b>\
                <n0:c xmlns:n2="urn:p">//n1:x[n2:y='r:z']/child::p</n0:c></n0:a>
                """)
        #expect(
            try canonical("<b>p:x</b>", aware) == "the prefix 'p' of a name in text is not declared")
    }

    @Test func `What is excluded is left out`() throws {
        #expect(
            try canonical("<a x='1' y='2'>1<b xmlns:p='urn:p'>2<p:c/>3</b>4<c x=''/></a>") { options in
                options.excludeTags = ["b"]
                options.excludeAttributes = ["x"]
            } == "<a y=\"2\">14<c></c></a>")
    }

    @Test func `Faults have their place`() throws {
        #expect(try canonical("<a>\n</b>") == "2:1: error: expected '</a>' but found '</b>'")
    }

    @Test func `An element has a canonical form, and a file has`() throws {
        let element = try XML.Element(parsing: "<a><b y='2' x='1'/>tail</a>")
        #expect(try element[0].canonicalized() == "<b x=\"1\" y=\"2\"></b>")
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("<b y='2' x='1'/>".utf8), to: "b.xml")
        #expect(try XML.canonicalize(contentsOf: path) == "<b x=\"1\" y=\"2\"></b>")
    }

    @Test(.enabled(if: Corpus.has("c14n-20"), "\(Corpus.missing)"))
    func `The test cases of the W3C give what they should`() throws {
        let results = Corpus.files(in: "c14n-20", suffix: ".xml").filter { $0.name.hasPrefix("out_") }
        for (name, path) in results {
            let parts = name.dropLast(4).split(separator: "_")
            let parameters = try XML.ElementTree(contentsOf: "\(Corpus.root)/c14n-20/\(parts[2]).xml").root
            let options = Self.options(parameters)
            let found: String
            do {
                let document = try Corpus.bytes("c14n-20/\(parts[1]).xml")
                found = try XML.canonicalize(document.span, options: options, entityResolver: World())
            } catch {
                found = "\(error)"
            }
            #expect(try found == String(decoding: Corpus.bytes(path), as: UTF8.self), "\(name): \(found)")
        }
        #expect(results.count > 10)
    }

    /// The external entity that one of them has.
    private final class World: XML.EntityResolver {
        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
            systemID == "world.txt" ? XML.InputSource("world") : nil
        }
    }

    private static func options(_ parameters: XML.Element) -> XML.CanonicalOptions {
        var options = XML.CanonicalOptions()
        func names(_ tag: String) -> Set<String> {
            Set(parameters.iterfind(".//{*}\(tag)").map { "{\($0.get("NS") ?? "")}\($0.get("Name") ?? "")" })
        }
        options.withComments = parameters.findtext("{*}IgnoreComments") == "false"
        options.stripText = parameters.findtext("{*}TrimTextNodes") == "true"
        options.rewritePrefixes = parameters.findtext("{*}PrefixRewrite") == "sequential"
        options.parser.readsExternalGeneralEntities = true
        options.qnameAwareTags = names("Element")
        options.qnameAwareAttributes = names("QualifiedAttr")
        options.xpathAwareTags = names("XPathElement")
        return options
    }
}
