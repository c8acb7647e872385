#if Services
import ArgumentParser
import Foundation

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measure Sluice beside Foundation on your own files, JSON or XML.",
        discussion: """
            For each file: loading it, touching every value, counting events, taking records out, writing it back.
            Every job runs in a process of its own, once to warm up and then for about two seconds; the table has
            the median speed in MB (10^6 bytes) of the document a second, the range, and the memory that the work
            added at its peak. "cannot" stands where Foundation has nothing of the kind.

            Files named .ndjson or .jsonl are taken line by line.

            EXAMPLES
              sluice-bench run answers.json
              sluice-bench run --at '$.items[*]' large.json
              sluice-bench run --html report.html a.json b.ndjson
            """)

    @Option(help: "Where the records are in a document: a JSONPath of names, indices and *, or a JSON Pointer with *.")
    var at: String?

    @Option(help: "Seconds for each job of each library.")
    var seconds = 2.0

    @Flag(help: "Print the figures as JSON instead of a table.")
    var json = false

    @Option(help: "Also write a page with charts, which needs no other file.", completion: .file(extensions: ["html"]))
    var html: String?

    @Argument(help: "JSON or NDJSON files.", completion: .file(extensions: ["json", "ndjson", "jsonl"]))
    var files: [String]

    func validate() throws {
        if files.isEmpty { throw ValidationError("name at least one file") }
        if !(0.01...3600).contains(seconds) { throw ValidationError("--seconds must be between 0.01 and 3600") }
    }

    func run() throws {
        var reports: [FileReport] = []
        for file in files {
            let measurement = FileMeasurement(path: file, recordPath: at, seconds: seconds)
            let report = try measurement.run { progress($0) }
            progress(nil)
            if !json { print((reports.isEmpty ? "" : "\n") + report.text) }
            reports.append(report)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(reports), as: UTF8.self))
        }
        if let html {
            let page = HTMLPage(reports: reports, machine: Machine.description)
            try page.text.write(toFile: html, atomically: true, encoding: .utf8)
            if !json { print("\nThe page is in \(html)") }
        }
    }

    /// Replaces the line on standard error; only on a terminal.
    private func progress(_ text: String?) {
        guard isatty(2) == 1 else { return }
        FileHandle.standardError.write(Data(("\r\u{1B}[K" + (text ?? "")).utf8))
    }
}
#endif
