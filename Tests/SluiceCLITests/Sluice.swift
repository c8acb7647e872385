import Foundation

/// The built `sluice`, run as a process in a folder of its own that holds the given files.
struct Sluice {
    let folder: URL

    /// What a run left behind.
    struct Outcome: Equatable {
        var output = ""
        var complaints = ""
        var status: Int32 = 0
    }

    /// Makes the folder for the time of `body`.
    static func with<Result>(_ files: [String: String] = [:], _ body: (Sluice) throws -> Result) throws -> Result {
        let name = "sluice-tests-\(UUID().uuidString)"
        let sluice = Sluice(folder: FileManager.default.temporaryDirectory.appending(path: name))
        try FileManager.default.createDirectory(at: sluice.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: sluice.folder) }
        for (file, text) in files { try sluice.write(Data(text.utf8), to: file) }
        return try body(sluice)
    }

    /// Runs `sluice ARGUMENTS` where one run is all there is to do.
    static func run(
        _ arguments: String..., files: [String: String] = [:], input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try with(files) { try $0.run(arguments, input: input, environment: environment) }
    }

    func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Outcome {
        try launch(Self.executable, arguments, input: input, environment: environment)
    }

    /// Runs a line of the shell in which `sluice` is on the PATH.
    func shell(_ line: String, input: String = "") throws -> Outcome {
        let path = "\(Self.products.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        return try launch(URL(filePath: "/bin/sh"), ["-c", line], input: input, environment: ["PATH": path])
    }

    func write(_ data: Data, to file: String) throws { try data.write(to: folder.appending(path: file)) }

    func text(of file: String) throws -> String {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    }

    /// A process that is not running yet, for tests that need its pipes.
    func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        return process
    }

    private func launch(
        _ executable: URL, _ arguments: [String], input: String, environment: [String: String]
    ) throws -> Outcome {
        // Files, not pipes: nothing fills up while the other is read.
        let streams = try ["in", "out", "err"].map { name in
            let file = folder.appending(path: ".std\(name)")
            try Data((name == "in" ? input : "").utf8).write(to: file)
            return try name == "in" ? FileHandle(forReadingFrom: file) : FileHandle(forWritingTo: file)
        }
        let process = process(arguments)
        process.executableURL = executable
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = streams[0]
        process.standardOutput = streams[1]
        process.standardError = streams[2]
        try process.run()
        process.waitUntilExit()
        return try Outcome(
            output: text(of: ".stdout"), complaints: text(of: ".stderr"), status: process.terminationStatus)
    }

    /// Executables stand where the tests stand.
    private static let products: URL = {
        #if os(macOS)
        Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
        #else
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        #endif
    }()
    static let executable = products.appending(path: "sluice")

    private final class Marker {}
}
