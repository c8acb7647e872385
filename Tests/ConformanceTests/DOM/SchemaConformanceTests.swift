import SluiceCore
import SluiceDOM
import SluiceTestSupport
import SluiceXML
import Testing

/// libxml2's own tests of XML Schema, RELAX NG and Schematron: each document is valid where libxml2 says so, and has the
/// faults that it tells, on the lines that it tells.
///
/// The folders `test/schemas`, `test/relaxng` and `test/schematron` of its sources, and those of the same names in `result`.
@Suite struct `Schemas of libxml2's tests` {
    /// Reads what lies beside a test.
    private final class Neighbours: XML.EntityResolver {
        func resolveEntity(_ name: String, publicID: String?, systemID: String) throws -> XML.InputSource? {
            guard let bytes = try? Corpus.bytes(systemID) else { return nil }
            return XML.InputSource(bytes, systemID: systemID)
        }
    }

    /// What is said of a document: that it is valid, or why not, or that the schema is none.
    private enum Verdict: CustomStringConvertible {
        case valid
        case invalid([Fault])
        case noSchema

        var description: String {
            switch self {
            case .valid: "valid"
            case .invalid(let faults): "invalid\(faults.map { "\n    \($0.line): \($0.message)" }.joined())"
            case .noSchema: "no schema"
            }
        }

        /// Whether it says what libxml2 says. A tag of several lines is on its first one here, and on its last one there.
        func agrees(with other: Verdict) -> Bool {
            switch (self, other) {
            case (.valid, .valid), (.noSchema, .noSchema): true
            case (.invalid(let own), .invalid(let theirs)):
                own.count == theirs.count
                    && zip(own, theirs).allSatisfy { $0.line <= $1.line && $0.message == $1.message }
            default: false
            }
        }
    }

    private struct Fault {
        let line: Int
        let message: String

        /// White space as one blank: libxml2 prints values of several lines as they stand.
        init(line: Int, message: some StringProtocol) {
            self.line = line
            self.message = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    /// What libxml2 printed: `PATH:LINE: element NAME: Schemas validity error : MESSAGE`, or `/PATH line LINE: MESSAGE` of
    /// Schematron, then `PATH validates` or not.
    private static func expected(_ folder: String, _ result: String) -> Verdict? {
        let text = ["", ".err"].compactMap { try? Corpus.bytes("libxml2-2.9.14/result/\(folder)/\(result)\($0)") }
            .map { String(decoding: $0, as: UTF8.self) }.joined()
        if text.contains("failed to compile") || text.isEmpty { return text.isEmpty ? nil : .noSchema }
        if text.contains(" validates\n") { return .valid }
        // The value of a fault may have lines of its own.
        let faults = text.split(separator: #/\n(?=\.?/|Pattern: |Relax-NG )/#).compactMap { entry -> Fault? in
            if let match = entry.wholeMatch(of: #/(?s)/.* line (\d+): (.*)/#) {
                return Fault(line: Int(match.1) ?? 0, message: match.2)
            }
            guard
                let match = entry.wholeMatch(
                    of: #/(?s)(?:[^:]*:(\d+): (?:element [^:]*: )?)?\S+ validity error : (.*)/#)
            else {
                return nil
            }
            return Fault(line: match.1.flatMap { Int($0) } ?? .max, message: match.2)
        }
        return text.contains("fails to validate") ? .invalid(faults) : .noSchema
    }

    private static func verdict(_ errors: [XML.DOM.ValidationError]) -> Verdict {
        errors.isEmpty ? .valid : .invalid(errors.map { Fault(line: $0.line ?? 0, message: $0.message) })
    }

    /// What is said of a tree, and of a document that passes by.
    private static func found(_ schemaPath: String, _ path: String) throws -> (tree: Verdict, stream: Verdict) {
        let schema: XML.DOM.Schema
        do {
            let source = try XML.InputSource(Corpus.bytes(schemaPath), systemID: schemaPath)
            schema = try XML.DOM.Schema(
                XML.DOM.Document(source, entityResolver: Neighbours()), resolver: Neighbours())
        } catch is XML.DOM.SchemaError {
            return (.noSchema, .noSchema)
        } catch is ParseError {
            return (.noSchema, .noSchema)
        }
        var options = XML.ParserOptions()
        options.readsExternalParameterEntities = true
        let source = try XML.InputSource(Corpus.bytes(path), systemID: path)
        let document = try XML.DOM.Document(
            source, options: XML.DOM.ParsingOptions(parser: options), entityResolver: Neighbours())
        let passing = try schema.validate(
            FileSource("\(Corpus.root)/\(path)"), options: options, entityResolver: Neighbours())
        return (verdict(try schema.validate(document)), verdict(passing))
    }

    /// The documents of a test: `NAME_0.xml` and so on.
    private static func documents(_ folder: String, of base: String) -> [(path: String, number: String)] {
        Corpus.files(in: "libxml2-2.9.14/test/\(folder)", suffix: ".xml").compactMap { name, _ in
            guard name.hasPrefix("\(base)_") else { return nil }
            let number = name.dropFirst(base.count + 1).dropLast(4)
            guard !number.isEmpty, number.allSatisfy(\.isNumber) else { return nil }
            return ("libxml2-2.9.14/test/\(folder)/\(name)", String(number))
        }
    }

    /// How many documents were compared.
    private static func compare(_ folder: String, suffix: String) throws -> Int {
        var compared = 0
        for (name, _) in Corpus.files(in: "libxml2-2.9.14/test/\(folder)", suffix: suffix) {
            var base = String(name.dropLast(suffix.count))
            var part = ""
            if suffix == ".xsd" {
                guard let bar = base.lastIndex(of: "_"), base[base.index(after: bar)...].allSatisfy(\.isNumber) else {
                    continue
                }
                part = String(base[bar...])
                base = String(base[..<bar])
            }
            for (path, number) in documents(folder, of: base) {
                guard let expected = expected(folder, "\(base)\(part)_\(number)") else { continue }
                let found = try found("libxml2-2.9.14/test/\(folder)/\(name)", path)
                #expect(found.tree.agrees(with: expected), "\(name), \(path)\n\(expected)\n\(found.tree)")
                #expect(found.stream.agrees(with: expected), "\(name), \(path)\n\(expected)\n\(found.stream)")
                compared += 1
            }
        }
        return compared
    }

    @Test(.enabled(if: Corpus.has("libxml2-2.9.14/test/schemas"), "\(Corpus.missing)"))
    func `XML Schema`() throws {
        #expect(try Self.compare("schemas", suffix: ".xsd") > 200)
    }

    @Test(.enabled(if: Corpus.has("libxml2-2.9.14/test/relaxng"), "\(Corpus.missing)"))
    func `RELAX NG`() throws {
        #expect(try Self.compare("relaxng", suffix: ".rng") > 100)
    }

    @Test(.enabled(if: Corpus.has("libxml2-2.9.14/test/schematron"), "\(Corpus.missing)"))
    func `Schematron`() throws {
        #expect(try Self.compare("schematron", suffix: ".sct") > 20)
    }
}
