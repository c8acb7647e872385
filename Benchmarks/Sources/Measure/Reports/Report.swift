import Foundation

/// All that was measured so far, and where.
struct Report: Codable {
    let surroundings: Surroundings
    var results: [ContestResult] = []

    init(surroundings: Surroundings) { self.surroundings = surroundings }

    /// What was written into a folder.
    init(of folder: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/results.json"))
        self = try JSONDecoder().decode(Report.self, from: data)
    }

    /// Writes results.json, results.md and results.svg into a folder.
    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let files = [
            ("json", try encoder.encode(self) + Data("\n".utf8)),
            ("md", Data(Markdown.text(of: self).utf8)),
            ("svg", Data(Chart.svg(of: self).utf8)),
        ]
        for (ending, data) in files {
            try data.write(to: URL(fileURLWithPath: "\(folder)/results.\(ending)"), options: .atomic)
        }
    }

    /// Whether there is a row in which someone failed.
    var hasFailures: Bool { results.contains { !$0.failures.isEmpty } }

    /// The results by kind of work, in the order of the table.
    var byWork: [(work: Work, results: [ContestResult])] {
        Work.allCases.compactMap { work in
            let results = results.filter { $0.work == work }
            return results.isEmpty ? nil : (work, results)
        }
    }
}
