import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// libxml2's own tests of canonical XML 1.0, 1.1 and the exclusive form, with subsets by XPath.
@Suite struct `Canonical forms of libxml2's tests` {
    static let isHere = Corpus.has("libxml2-2.9.14/test/c14n")

    /// Reads what a test's document refers to, from beside it.
    private final class Neighbours: XML.EntityResolver {
        let folder: String
        init(_ folder: String) { self.folder = folder }
        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
            try XML.InputSource(Corpus.bytes("\(folder)/\(systemID)"), systemID: systemID)
        }
    }

    private func form(_ folder: String) -> XML.DOM.CanonicalForm {
        switch folder {
        case "1-1-without-comments": XML.DOM.CanonicalForm(.inclusive11)
        case "exc-without-comments": XML.DOM.CanonicalForm(.exclusive)
        default: XML.DOM.CanonicalForm(.inclusive10, withComments: folder == "with-comments")
        }
    }

    private func canonical(_ test: String, in folder: String) throws -> String {
        var options = XML.DOM.ParsingOptions()
        options.parser.readsExternalGeneralEntities = true
        options.parser.readsExternalParameterEntities = true
        let place = "libxml2-2.9.14/test/c14n/\(folder)"
        let document = try XML.DOM.Document(
            XML.InputSource(Corpus.bytes("\(place)/\(test).xml")), options: options, entityResolver: Neighbours(place))
        var form = form(folder)
        if let prefixes = try? Corpus.bytes("\(place)/\(test).ns") {
            form.inclusivePrefixes = String(decoding: prefixes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
                .map(String.init)
        }
        guard let subset = try? Corpus.bytes("\(place)/\(test).xpath") else { return try document.canonicalize(form) }
        let said = try #require(XML.DOM.Document(XML.InputSource(subset)).documentElement)
        var namespaces: [String: String] = [:]
        for attribute in said.attributes?.map({ $0 }) ?? [] where attribute.name.hasPrefix("xmlns:") {
            namespaces[String(attribute.name.dropFirst(6))] = attribute.value
        }
        return try document.canonicalize(
            form, subset: XML.DOM.XPath(said.textContent ?? "", namespaces: namespaces))
    }

    @Test(
        .enabled(if: isHere, "\(Corpus.missing)"),
        arguments: [
            "without-comments", "with-comments", "1-1-without-comments", "exc-without-comments",
        ])
    func `Every result is libxml2's`(folder: String) throws {
        let tests = Corpus.files(in: "libxml2-2.9.14/result/c14n/\(folder)")
        #expect(!tests.isEmpty)
        for (name, path) in tests {
            let expected = try String(decoding: Corpus.bytes(path), as: UTF8.self)
            do {
                let found = try canonical(name, in: folder)
                #expect(found == expected, Comment(rawValue: "\(folder)/\(name)"))
            } catch {
                Issue.record(Comment(rawValue: "\(folder)/\(name): \(error)"))
            }
        }
    }
}
