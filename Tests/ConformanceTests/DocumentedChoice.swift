import SluiceCore
import SluiceTestSupport
import Testing

/// A row of the table in JSON-Conformance.md: what becomes of a document that the standard leaves to the parser.
struct DocumentedChoice {
    /// `accepted`, or the code of the error.
    var whenRead: String
    var whenFed: String

    /// The rows by the names that the documents have in JSONTestSuite.
    static func all() throws -> [String: DocumentedChoice] {
        let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var article = try FileSource("\(package)/Sources/Sluice/Sluice.docc/JSON-Conformance.md")
        let lines = String(decoding: try article.drain(), as: UTF8.self).split(separator: "\n")
        var choices: [String: DocumentedChoice] = [:]
        for line in lines where line.hasPrefix("| `i_") {
            let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
            let name = cells[0]
            #expect(choices[name] == nil, "\(name) stands in the table twice")
            choices[name] = DocumentedChoice(whenRead: cells[1], whenFed: cells[2])
        }
        return choices
    }
}
