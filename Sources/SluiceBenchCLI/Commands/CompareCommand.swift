#if Services
import ArgumentParser
import Foundation

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Take the records out of a large document, beside Foundation on a piece of it.",
        discussion: """
            Sluice streams the whole file in constant memory. JSONSerialization has to load a document at once, so it
            gets a complete one of about 8 MB, made of the first records.

            EXAMPLES
              sluice-bench compare --at '$.statuses[*]' sample.json
            """)

    @Option(help: "Where the records are: a JSONPath of names, indices and *, or a JSON Pointer with *.")
    var at = "$.statuses[*]"

    @Option(help: "How large the piece for JSONSerialization is, at most.")
    var piece = ByteSize(bytes: 8_000_000)

    @Option(help: "Seconds for each of the two.")
    var seconds = 2.0

    @Argument(help: "A JSON file.", completion: .file(extensions: ["json"]))
    var file: String

    func run() throws {
        let input = JobInput(path: file, recordPath: at, isLines: FileMeasurement.isLines(file))
        let small = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: small) }
        let records = try SamplePiece(input: input, bytes: piece.bytes).write(to: small.path)
        let smallInput = JobInput(path: small.path, recordPath: nil, isLines: false)

        var table = TextTable(header: ["", "of the file", "records", "MB/s", "memory", "times as fast"])
        let rows: [(Library, Job, JobInput)] = [
            (.sluice, .records, input), (.sluice, .recordsOnAllCores, input), (.foundation, .loads, smallInput),
        ]
        let timings = try rows.map { try JobProcess.run($1, by: $0, on: $2, seconds: seconds) }
        let foundation = timings.last??.speeds.median ?? 1
        for ((library, job, _), timing) in zip(rows, timings) {
            guard let timing else { continue }
            let isWhole = library == .sluice
            table.append([
                isWhole ? "Sluice, \(job.title)" : library.title, ByteSize(bytes: timing.bytes).description,
                Double(isWhole ? timing.count : records).short, timing.speeds.median.short,
                ByteSize(bytes: timing.memoryBytes).description, (timing.speeds.median / foundation).short,
            ])
        }
        print(table.text)
        print("  Medians of several times through the file; memory is what the work added at its peak.")
    }
}
#endif
