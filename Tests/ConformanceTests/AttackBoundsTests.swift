import SluiceJSON
import SluiceTestSupport
import Testing

/// Documents made to harm a parser: no crash, one answer, and no more time and memory than their size allows.
///
/// Each is read by a process of its own, where nothing else takes time and memory.
@Suite struct AttackBoundsTests {
    /// Executables stand where the tests stand.
    private static let subject =
        "/" + CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/") + "/AttackSubject"

    /// Seconds of processor time for one way of reading. Byte by byte, code that is not optimized takes a microsecond each.
    #if DEBUG
    private static let mostSeconds = 10.0
    #else
    private static let mostSeconds = 1.0
    #endif

    /// What a sanitizer adds to time and memory is not ours.
    private static let isSanitized = Corpus.number("SLUICE_SANITIZED") != nil

    struct Way {
        let name: Substring
        let seconds: Double
        let outcome: Substring
        var isAccepted: Bool { outcome.hasPrefix("accepted") }
    }

    /// What reading a file took: each way, and the bytes that memory grew by.
    private func report(_ kind: String, _ path: String, _ directory: TemporaryDirectory) throws -> ([Way], growth: Int)
    {
        let output = directory.file("report")
        let status = Command.run("'\(Self.subject)' \(kind) '\(path)' >'\(output)'")
        try #require(status == 0, "\(path) ends the process: \(status)")
        var ways: [Way] = []
        var growth: Int?
        for line in String(decoding: try Corpus.bytes(output), as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "memory" {
                growth = Int(fields[1])
            } else {
                ways.append(Way(name: fields[0], seconds: try #require(Double(fields[1])), outcome: fields[2]))
            }
        }
        return (ways, try #require(growth))
    }

    private func checkBounds(_ ways: [Way], _ growth: Int, size: Int, _ name: String) {
        if Self.isSanitized { return }
        for way in ways {
            #expect(way.seconds <= Self.mostSeconds, "\(name), \(way.name): \(way.seconds) s")
        }
        #expect(growth <= 64 << 20 + 20 * size, "\(name) takes \(growth) bytes")
    }

    @Test(.enabled(if: Corpus.has("attacks"), "\(Corpus.missing)"), arguments: ["json", "xml"])
    func `Hostile documents are answered as they must be, within bounds`(kind: String) throws {
        let attacks = try #require(try JSON.loads(Corpus.bytes("attacks/attacks.json")).array)
        let directory = try TemporaryDirectory()
        var count = 0
        for attack in attacks where attack["kind"]?.string == kind {
            let name = try #require(attack["stored"]?.string ?? attack["file"]?.string)
            let (ways, growth) = try report(kind, "\(Corpus.root)/attacks/\(name)", directory)
            checkBounds(ways, growth, size: try #require(attack["bytes"]?.int), name)
            let whole = ways[0].outcome
            for way in ways {
                // UTF-16 is no JSON that could be fed in pieces.
                if name == "utf16.json", way.name == "value" { continue }
                switch attack["expect"]?.string {
                case "accept": #expect(way.isAccepted, "\(name), \(way.name): \(way.outcome)")
                case "reject": #expect(!way.isAccepted, "\(name), \(way.name): \(way.outcome)")
                default: break
                }
                // What is told of a document, all tell alike; what they make of it differs, and so does its number.
                let isSame =
                    way.name.hasPrefix("pieces") || !way.isAccepted && !whole.hasPrefix("accepted")
                #expect(!isSame || way.outcome == whole, "\(name), \(way.name)")
                #expect(way.outcome != "accepted -1", "\(name), \(way.name)")
            }
            count += 1
        }
        #expect(count > 50)
    }
}
