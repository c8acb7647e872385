import CFloors
import CRapidJSON
import Foundation

/// What the figures depend on beside the code: the machine and the versions.
struct Surroundings: Codable {
    let date: String
    let processor: String
    let cores: Int
    let memoryBytes: Int
    let system: String
    let versions: [String: String]
    let flags: String

    init(python: Python?) {
        let process = ProcessInfo.processInfo
        date = Date().formatted(.iso8601)
        processor =
            Self.line("model name", of: "/proc/cpuinfo") ?? Self.output("sysctl", "-n", "machdep.cpu.brand_string")
        cores = process.processorCount
        memoryBytes = Int(process.physicalMemory)
        system = Self.output("uname", "-srm")
        var versions = [
            "Swift": Self.word(after: "version", of: Self.output("swift", "--version")),
            "clang": String(cString: floor_compiler()),
            "simdjson": String(cString: floor_simdjson_version()) + ", kernel "
                + String(cString: floor_simdjson_kernel()),
            "libxml2": String(cString: floor_libxml2_version()),
            "yajl": String(cString: floor_yajl_version()),
            "RapidJSON": String(cString: floor_rapidjson_version()) + ", " + String(cString: floor_rapidjson_kernel()),
        ]
        versions["g++"] = Self.output("g++", "-dumpfullversion")
        versions["Python"] = python?.versions.python
        versions["orjson"] = python?.versions.orjson
        versions["ijson"] = python?.versions.ijson
        versions["lxml"] = python?.versions.lxml
        self.versions = versions
        flags = """
            Sluice and driver: `swift build -c release`, nothing else. C and C++ floors: `-O3` (RapidJSON also \
            `-march=native`, since it chooses its instructions when it is compiled, Sluice and simdjson when they run); \
            what is all in headers by clang and by g++, and the target is the faster one. simdjson and yajl are the \
            system's shared libraries, as its packager compiled them.
            """
    }

    private static func line(_ key: String, of path: String) -> String? {
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        let line = text?.split(separator: "\n").first { $0.hasPrefix(key) }
        return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    }

    private static func word(after word: String, of text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.firstIndex(of: word[...]).map { String(words[$0 + 1]) } ?? "?"
    }

    private static func output(_ words: String...) -> String {
        let output = try? ChildProcess.run("/usr/bin/env", words).output
        return output?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "?"
    }
}
