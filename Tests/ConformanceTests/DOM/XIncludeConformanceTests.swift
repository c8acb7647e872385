import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// libxml2's own tests of XInclude, compared in canonical form.
@Suite struct `Inclusions of libxml2's tests` {
    private static let folder = "libxml2-2.9.14/test/XInclude/docs"

    /// Reads what lies beside a test.
    private final class Neighbours: XML.EntityResolver {
        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
            guard let bytes = try? Corpus.bytes(systemID) else { return nil }
            return XML.InputSource(bytes, systemID: systemID)
        }
    }

    private func included(_ name: String) -> String {
        do {
            let place = "\(Self.folder)/\(name)"
            let source = try XML.InputSource(Corpus.bytes(place), systemID: place)
            let document = try XML.DOM.Document(source)
            try document.include(resolver: Neighbours())
            return try document.canonicalize(XML.DOM.CanonicalForm(.inclusive10, withComments: true))
        } catch {
            return "\(error)"
        }
    }

    @Test(.enabled(if: Corpus.has("libxml2-2.9.14/test/XInclude"), "\(Corpus.missing)"))
    func `Every result is libxml2's`() throws {
        var compared = 0
        for (name, path) in Corpus.files(in: "libxml2-2.9.14/result/XInclude", suffix: ".xml") {
            guard (try? Corpus.bytes("\(Self.folder)/\(name)")) != nil else { continue }
            // It has elements of a draft's namespace, which are none of XInclude's here.
            if name == "nodes2.xml" { continue }
            // Where libxml2 leaves nothing of a document there is none to compare.
            guard let result = try? XML.DOM.Document(XML.InputSource(Corpus.bytes(path))) else { continue }
            let expected = try result.canonicalize(XML.DOM.CanonicalForm(.inclusive10, withComments: true))
            let found = included(name)
            #expect(found == expected, Comment(rawValue: name))
            compared += 1
        }
        #expect(compared > 4)
    }

    /// Pointers with a scheme that name nodes; ranges are not known here.
    @Test(.enabled(if: Corpus.has("libxml2-2.9.14/test/XPath"), "\(Corpus.missing)"))
    func `A pointer names what it names in libxml2`() throws {
        let documents = Corpus.files(in: "libxml2-2.9.14/test/XPath/docs")
        var compared = 0
        for (name, path) in Corpus.files(in: "libxml2-2.9.14/test/XPath/xptr") {
            guard let result = try? Corpus.bytes("libxml2-2.9.14/result/XPath/xptr/\(name)"),
                let (_, place) = documents.last(where: { name.hasPrefix($0.name) })
            else { continue }
            let results = String(decoding: result, as: UTF8.self)
                .split(separator: "========================\n").filter { $0 != "\n" }
            let pointers = try String(decoding: Corpus.bytes(path), as: UTF8.self).split(separator: "\n")
            for (pointer, expected) in zip(pointers, results) {
                guard pointer.contains("("), !pointer.contains("range") else { continue }
                let document = try XML.DOM.Document(string: "<r/>")
                let include = try document.createElementNS("http://www.w3.org/2001/XInclude", "xi:include")
                try include.setAttribute("href", place)
                try include.setAttribute("xpointer", String(pointer))
                try document.documentElement?.appendChild(include)
                var found = "Object is empty (NULL)\n"
                do {
                    try document.include(resolver: Neighbours())
                    for child in try #require(document.documentElement).childNodes {
                        (child as? XML.DOM.Element)?.removeAttribute("xml:base")
                    }
                    found = DebugOutput.result(of: "/*/node()", at: document)
                } catch is XML.DOM.IncludeError {}
                #expect(expected.contains(found), "\(pointer)")
                compared += 1
            }
        }
        #expect(compared > 8)
    }
}
