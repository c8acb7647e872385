import ArgumentParser
import Foundation

@main
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measures Sluice beside C floors, Foundation and the libraries of other languages.",
        subcommands: [
            RunCommand.self, WorksCommand.self, RenderCommand.self, DifferentialCommand.self,
            FoundationLoadCommand.self,
        ])
}

/// Measures everything, or a part of it.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure, print a table, and write results.json, results.md and results.svg.",
        discussion: """
            Contestants take turns in each round, and ratios are medians over the rounds, so that noise that lasts
            weighs on all of them alike. The results are written anew after every row. A contestant that fails is
            reported as failed, the others go on, and the exit status is 1.

            EXAMPLES
              measure run
              measure run --quick --only loads --only dumps
            """)

    @Option(help: "Only this work; may be repeated: \(Work.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: [Work] = []

    @Option(help: "Only documents whose name contains this.")
    var document: String?

    @Flag(help: "Few and short rounds, small files: to see that it runs, not to quote.")
    var quick = false

    @Option(help: "Where the package of the benchmarks is.")
    var package = "."

    @Option(help: "The folder to write results to; nothing is written without it.")
    var output: String?

    @Flag(help: "Keep what the folder has of other work, instead of beginning anew.")
    var add = false

    func validate() throws {
        if add, output == nil { throw ValidationError("--add adds to a folder: --output says which.") }
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)  // a child that has gone is a failure of its own, not ours
        let progress = Progress()
        let documents = try Documents(package: package)
        if documents.corpora == nil {
            progress.note("the public documents are missing (SLUICE_CORPORA names their folder): generated ones only")
        }
        let python = Python(script: package + "/Peers/peers.py")
        if python?.versions.orjson == nil { progress.note("orjson is missing: pip install orjson") }
        if python?.versions.lxml == nil { progress.note("lxml is missing: pip install lxml") }
        if python?.versions.ijson == nil { progress.note("ijson is missing: pip install ijson") }

        let floors = [.clang] + [CompilerFloors.gcc(package)].compactMap(\.self)

        var report = Report(surroundings: Surroundings(python: python))
        if add, let output, let earlier = try? Report(of: output) {
            report.results = earlier.results.filter { !only.isEmpty && !only.contains($0.work) }
        }
        let rows = Rows(
            documents: documents, python: python, floors: floors, quick: quick, progress: progress)
        for work in Work.allCases where only.isEmpty || only.contains(work) {
            for name in rows.documents(for: work) where document.map(name.contains) ?? true {
                guard let result = result(work, name, of: rows, progress) else { continue }
                progress.note(Markdown.summary(of: result))
                report.results.append(result)
                // At once: what comes later may fail.
                if let output { try report.write(to: output) }
            }
        }
        if report.hasFailures { throw ExitCode.failure }
    }

    /// `nil` where the document is missing.
    private func result(_ work: Work, _ name: String, of rows: Rows, _ progress: Progress) -> ContestResult? {
        do {
            return try rows.contest(work, name)?.run(quick ? .quick : .thorough, progress: progress)
        } catch {
            return ContestResult(work: work, document: name, failure: error)
        }
    }
}

/// Lists the kinds of work.
struct WorksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "works", abstract: "List the kinds of work, one a line, in the order of the table.")

    func run() { for work in Work.allCases { print(work.rawValue) } }
}

/// Draws the reports anew from results.json.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Write results.md and results.svg again from results.json.")

    @Argument(help: "The folder that holds results.json.")
    var folder: String

    func run() throws {
        try Report(of: folder).write(to: folder)
    }
}

/// What a fresh process of Foundation's does; used by `run`.
struct FoundationLoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "foundation-load", shouldDisplay: false)

    @Argument var file: String

    func run() throws {
        let value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
        withExtendedLifetime(value) { print("{\"peak\":\(PeakMemory.bytes)}") }
    }
}

extension Work: ExpressibleByArgument {}
