public import SluiceCore

/// Documents that live outside the repository: in the folder that SLUICE_CORPORA names, else in `../shared/corpora`
/// beside the package. Tests that read them are skipped where they are missing:
///
/// ```swift
/// @Test(.enabled(if: Corpus.has("json-roundtrip"), Corpus.missing))
/// ```
public enum Corpus {
    /// What a skipped test says.
    public static let missing = "the corpora are not on this machine (SLUICE_CORPORA)"

    /// The folder that holds the suites.
    public static let root: String = environment("SLUICE_CORPORA") ?? besideThePackage

    /// Whether a suite is here.
    public static func has(_ suite: String) -> Bool { entries(of: "\(root)/\(suite)") != nil }

    /// The files of a folder of the corpora whose names end so, by name, each with its path.
    public static func files(in folder: String, suffix: String = "") -> [(name: String, path: String)] {
        (entries(of: "\(root)/\(folder)") ?? [])
            .filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
            .sorted()
            .map { ($0, "\(root)/\(folder)/\($0)") }
    }

    /// The bytes of a file of the corpora; unpacked, where it is packed.
    public static func bytes(_ path: String) throws(IOFailure) -> [UInt8] {
        var source = try FileSource(path.hasPrefix("/") ? path : "\(root)/\(path)")
        return try source.drain()
    }

    /// The number that an environment variable holds.
    public static func number(_ variable: String) -> Int? { environment(variable).flatMap { Int($0) } }

    private static var besideThePackage: String {
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(package)/../shared/corpora"
    }
}
