import SluiceCore
import SluiceJSON
import SluiceTestSupport
import SluiceXML
import Testing

/// The W3C's XML Conformance Test Suite: what it calls valid or invalid is read, what it calls not well-formed is refused.
@Suite struct XMLConformanceTests {
    struct Case {
        let id: String
        let type: String
        let folder: String
        let bytes: [UInt8]
        let canonical: [UInt8]?
        let namespaces: Bool
        /// Its fault is a name that the fifth edition allows.
        let isOfOlderEditions: Bool
    }

    private static func cases() throws -> [Case] {
        let tests = try #require(try JSON.loads(Corpus.bytes("xmlconf/tests.json")).array)
        return try tests.compactMap { test -> Case? in
            guard let path = test["path"]?.string, let type = test["type"]?.string, type != "error",
                !["XML1.1", "NS1.1"].contains(test["recommendation"]?.string ?? ""), test["version"]?.string != "1.1"
            else { return nil }
            let canonical = try test["outpath"]?.string.map { try Corpus.bytes("xmlconf/xmlconf/\($0)") }
            return Case(
                id: test["id"]?.string ?? path, type: type,
                folder: "xmlconf/xmlconf/" + path.split(separator: "/").dropLast().joined(separator: "/"),
                bytes: try Corpus.bytes("xmlconf/xmlconf/\(path)"), canonical: canonical,
                namespaces: test["namespace"]?.string != "no", isOfOlderEditions: test["old10"]?.bool == true)
        }
    }

    /// Finds entities beside the document, and beside those that were found.
    final class Folder: XML.EntityResolver {
        private var folders: [String]
        init(_ folder: String) { folders = [folder] }
        func resolveEntity(_ name: String, publicID: String?, systemID: String) -> XML.InputSource? {
            for folder in folders.reversed() {
                guard let bytes = try? Corpus.bytes("\(folder)/\(systemID)") else { continue }
                folders.append("\(folder)/\(systemID)".split(separator: "/").dropLast().joined(separator: "/"))
                return XML.InputSource(bytes)
            }
            return nil
        }
    }

    struct Outcome: Equatable {
        var events: [String]
        var canonical: String
        var invalid: [String]
        var error: String?
    }

    private static func read(_ test: Case, _ feeding: Feeding, external: Bool, validates: Bool = false) throws
        -> Outcome
    {
        let form = CanonicalForm()
        var options = XML.ParserOptions()
        options.processesNamespaces = test.namespaces
        options.reportsNamespaceAttributes = true
        options.readsExternalGeneralEntities = external
        options.readsExternalParameterEntities = external
        options.validates = validates
        let handlers = XML.Handlers(
            error: form, lexical: form, dtd: form, decl: form, resolver: external ? Folder(test.folder) : nil)
        var parser = XML.Parser(handler: CanonicalForm.Handler(form: form), options: options, handlers: handlers)
        var error: String?
        do {
            for piece in feeding.pieces(of: test.bytes) { try parser.feed(piece) }
            _ = try parser.finish()
        } catch let found as ParseError {
            error =
                "\(found.code) \(found.position.offset) \(found.position.line):\(found.position.column) \(found.path) \(found.message)"
        }
        return Outcome(events: form.events, canonical: form.plain, invalid: form.invalid, error: error)
    }

    private static func score(external: Bool) throws -> (right: Int, all: Int, wrong: [String]) {
        var right = 0
        var wrong: [String] = []
        let cases = try cases()
        for test in cases {
            let whole = try read(test, .whole, external: external)
            for feeding in [Feeding.bytewise, .every(7)] {
                let other = try read(test, feeding, external: external)
                #expect(other == whole, "\(test.id) \(feeding)")
            }
            var fault: String?
            if test.type == "not-wf" {
                if whole.error == nil, !test.isOfOlderEditions { fault = "is accepted" }
            } else if let error = whole.error {
                fault = "is refused: \(error)"
            } else if external, let canonical = test.canonical, Array(whole.canonical.utf8) != canonical {
                fault = "is read as \(whole.canonical), not \(String(decoding: canonical, as: UTF8.self))"
            }
            if let fault { wrong.append("\(test.id) (\(test.type)) \(fault)") } else { right += 1 }
        }
        return (right, cases.count, wrong)
    }

    @Test(.enabled(if: Corpus.has("xmlconf"), "\(Corpus.missing)"), arguments: [true, false])
    func `Documents are read and refused as the suite says`(external: Bool) throws {
        let (right, all, wrong) = try Self.score(external: external)
        print("xmlconf, external entities \(external ? "read" : "not read"): \(right) of \(all)")
        for line in wrong { print("    " + line) }
        #expect(all > 1000)
        #expect(right * 1000 >= all * (external ? 996 : 965))
    }

    @Test(.enabled(if: Corpus.has("xmlconf"), "\(Corpus.missing)"))
    func `What is invalid is said to be, and what is valid is not`() throws {
        var right = 0
        var wrong: [String] = []
        let cases = try Self.cases().filter { $0.type != "not-wf" }
        for test in cases {
            let whole = try Self.read(test, .whole, external: true, validates: true)
            for feeding in [Feeding.bytewise, .every(7)] {
                let other = try Self.read(test, feeding, external: true, validates: true)
                #expect(other == whole, "\(test.id) \(feeding)")
            }
            if whole.error == nil, whole.invalid.isEmpty == (test.type == "valid") {
                right += 1
            } else {
                wrong.append("\(test.id) (\(test.type)) \(whole.error ?? whole.invalid.first ?? "")")
            }
        }
        print("xmlconf, validating: \(right) of \(cases.count)")
        for line in wrong { print("    " + line) }
        #expect(right * 1000 >= cases.count * 995)
    }
}
