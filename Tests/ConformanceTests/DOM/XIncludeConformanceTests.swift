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
            let result = try XML.DOM.Document(XML.InputSource(Corpus.bytes(path)))
            let expected = try result.canonicalize(XML.DOM.CanonicalForm(.inclusive10, withComments: true))
            let found = included(name)
            #expect(found == expected, Comment(rawValue: name))
            compared += 1
        }
        #expect(compared > 4)
    }
}
