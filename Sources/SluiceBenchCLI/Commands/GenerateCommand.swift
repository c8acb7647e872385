#if Services
import ArgumentParser
import Foundation

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write a sample document of any size.",
        discussion: """
            The same shape, seed and size give the same bytes everywhere.

            EXAMPLES
              sluice-bench generate --size 200MB --seed 1 sample.json
              sluice-bench generate --size 1GB --shape lines events.ndjson
              sluice-bench generate --size 64KiB --shape floats -
            """)

    @Option(help: "How large: 200MB, 64KiB, 1.5GB. The sample is at most so large, and less than a record smaller.")
    var size: ByteSize

    @Option(help: "Where the random numbers start.")
    var seed: UInt64 = 1

    @Option(
        help: """
            statuses: one document of nested messages; lines: NDJSON, 1 KiB a line; floats: coordinates; \
            bibliography: XML as DBLP's; map: XML as OpenStreetMap's.
            """)
    var shape = SampleShape.statuses

    @Flag(help: "No white space between tokens (statuses are indented otherwise).")
    var compact = false

    @Argument(help: "The file to write; - for standard output.", completion: .file())
    var file: String

    func run() throws {
        var generator = SampleGenerator(shape: shape, seed: seed, indented: !compact)
        let output: FileHandle
        if file == "-" {
            output = .standardOutput
        } else {
            guard FileManager.default.createFile(atPath: file, contents: nil),
                let handle = FileHandle(forWritingAtPath: file)
            else { throw ValidationError("cannot write '\(file)'") }
            output = handle
        }
        _ = try generator.generate(bytes: size.bytes) { try output.write(contentsOf: Data($0)) }
        try output.close()
    }
}

extension ByteSize: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
    var defaultValueDescription: String { description }
}

extension SampleShape: ExpressibleByArgument {}
#endif
