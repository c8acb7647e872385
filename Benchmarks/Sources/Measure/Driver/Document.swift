import Foundation

/// A document to measure on.
struct Document {
    let name: String
    let path: String
    /// The bytes, to the last one.
    let bytes: [UInt8]
    /// The same with 64 zeros behind them, as simdjson wants it, the first of which ends a C string.
    let padded: [UInt8]

    init(name: String, path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw WorkFailed("cannot read \(path)") }
        self.name = name
        self.path = path
        bytes = [UInt8](data)
        padded = bytes + [UInt8](repeating: 0, count: 64)
    }
}

/// Where documents come from.
struct Documents {
    /// The folder of public documents, where there is one.
    let corpora: String?
    /// Where generated ones are kept.
    let cache: String
    /// The command that makes them.
    let generator: String

    init(package: String) throws {
        let named = ProcessInfo.processInfo.environment["SLUICE_CORPORA"]
        let places = named.map { [$0] } ?? [package + "/../../shared/corpora"]
        corpora = places.map { $0 + "/json-bench" }.first { FileManager.default.fileExists(atPath: $0) }
        cache = package + "/.build/documents"
        generator = package + "/../.build/release/sluice-bench"
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    }

    /// A public document; `nil` where it is missing.
    func published(_ name: String) throws -> Document? {
        let file = name.contains(".") ? "../real-xml/\(name)" : "\(name).json"
        guard let path = corpora.map({ "\($0)/\(file)" }), FileManager.default.fileExists(atPath: path) else {
            return nil
        }
        return try Document(name: name, path: path)
    }

    private static func isXML(_ shape: String) -> Bool { ["bibliography", "map"].contains(shape) }

    /// The path of a generated document, which is made if it is not there yet.
    func generated(_ shape: String, size: String, options: [String] = [], progress: Progress) throws -> String {
        let path =
            "\(cache)/\(([shape, size] + options.map { $0.filter(\.isLetter) }).joined(separator: "-")).\(Self.isXML(shape) ? "xml" : "json")"
        if !FileManager.default.fileExists(atPath: path) {
            progress.show("generating \(path)")
            let arguments = ["generate", "--shape", shape, "--size", size, "--seed", "1"] + options
            _ = try ChildProcess.run(generator, arguments + [path + ".part"])
            try FileManager.default.moveItem(atPath: path + ".part", toPath: path)
        }
        return path
    }
}
