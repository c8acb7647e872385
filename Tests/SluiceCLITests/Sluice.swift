import Foundation

/// The built `sluice`, run as a process in a folder of its own that holds the given files.
final class Sluice {
    let folder: URL

    /// What a run left behind.
    struct Outcome: Equatable {
        var output = ""
        var complaints = ""
        var status: Int32 = 0
    }

    init(_ files: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sluice-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (file, text) in files { try write(Data(text.utf8), to: file) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Runs `sluice ARGUMENTS` where one run is all there is to do.
    static func run(
        _ arguments: String..., files: [String: String] = [:], input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try Sluice(files).run(arguments, input: input, environment: environment)
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

    /// Starts it, for tests that hold its pipes.
    func start(_ arguments: [String], streams: [FileHandle]) throws -> ChildProcess {
        try start(Self.executable, arguments, environment: [:], streams: streams)
    }

    private func start(
        _ executable: URL, _ arguments: [String], environment: [String: String], streams: [FileHandle]
    ) throws -> ChildProcess {
        try ChildProcess(
            executable.path, arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, folder: folder.path,
            streams: streams.map(\.fileDescriptor))
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
        let status = try start(executable, arguments, environment: environment, streams: streams).wait()
        return try Outcome(output: text(of: ".stdout"), complaints: text(of: ".stderr"), status: status)
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
