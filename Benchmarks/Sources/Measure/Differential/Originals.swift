import Foundation

/// Documents to damage: small ones whole, excerpts of large ones.
struct Originals {
    private(set) var all: [[UInt8]] = []

    init(documents: Documents, progress: Progress) throws {
        let sample = try Document(
            name: "sample", path: documents.generated("statuses", size: "3MB", progress: progress))
        addExcerpts(of: sample.bytes)
        guard let folder = documents.corpora.map({ URL(fileURLWithPath: $0).deletingLastPathComponent().path }) else {
            progress.note("the public documents are missing (SLUICE_CORPORA names their folder): generated ones only")
            return
        }
        for suite in ["json-bench", "JSONTestSuite/test_parsing", "json-checker", "json-roundtrip"] {
            let files = FileManager.default.enumerator(atPath: "\(folder)/\(suite)")?.compactMap { $0 as? String } ?? []
            for file in files.sorted() {
                guard file.hasSuffix("json"),
                    let data = FileManager.default.contents(atPath: "\(folder)/\(suite)/\(file)")
                else { continue }
                if data.count <= Self.longest { all.append([UInt8](data)) } else { addExcerpts(of: [UInt8](data)) }
            }
        }
    }

    /// Adds pieces from an opening bracket to the one that closes it.
    private mutating func addExcerpts(of bytes: [UInt8]) {
        let step = max(bytes.count / 300, 1)
        for start in stride(from: 0, to: bytes.count, by: step) {
            guard
                let opening = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") })
            else { return }
            var depth = 0
            var inString = false
            var i = opening
            while i < bytes.count, i - opening < Self.longest {
                switch bytes[i] {
                case UInt8(ascii: "\\") where inString: i += 1
                case UInt8(ascii: "\""): inString.toggle()
                case UInt8(ascii: "{"), UInt8(ascii: "["): if !inString { depth += 1 }
                case UInt8(ascii: "}"), UInt8(ascii: "]"): if !inString { depth -= 1 }
                default: break
                }
                i += 1
                if depth == 0 { break }
            }
            if depth == 0, i <= bytes.count { all.append(Array(bytes[opening..<i])) }
        }
    }

    private static let longest = 4096
}
