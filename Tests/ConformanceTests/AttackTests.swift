import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// Documents made to harm a parser: no crash, one answer, and no more time and memory than their size allows.
///
/// Each is read by a process of its own, where nothing else takes time and memory.
@Suite struct AttackTests {
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

    @Test(.enabled(if: Corpus.has("attacks"), "\(Corpus.missing)"))
    func `Hostile documents are answered as they must be, within bounds`() throws {
        let records = try #require(try JSON.load(contentsOf: "\(Corpus.root)/attacks/attacks.json").array)
        let directory = try TemporaryDirectory()
        var count = 0
        for record in records where record["kind"]?.string == "json" {
            let name = try #require(record["stored"]?.string)
            let size = try #require(record["bytes"]?.int)
            let output = directory.file(name + ".out")
            let status = Command.run("'\(Self.subject)' '\(Corpus.root)/attacks/\(name)' >'\(output)'")
            #expect(status == 0, "\(name) ends the process: \(status)")
            let report = String(decoding: try Corpus.bytes(output), as: UTF8.self)
            let lines = report.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false)
            }
            guard status == 0, lines.count == 6 else {
                Issue.record("\(name): \(report)")
                continue
            }
            check(lines.dropLast().map { ($0[0], $0[1], $0[2]) }, of: name, try #require(record["expect"]?.string))
            let growth = try #require(Int(lines[5][1]))
            #expect(Self.isSanitized || growth <= 64 << 20 + 20 * size, "\(name) takes \(growth) bytes")
            count += 1
        }
        #expect(count > 50)
    }

    private func check(
        _ ways: [(way: Substring, seconds: Substring, outcome: Substring)], of name: String, _ expected: String
    ) {
        for (way, seconds, outcome) in ways {
            #expect(
                Self.isSanitized || Double(seconds) ?? .infinity <= Self.mostSeconds, "\(name), \(way): \(seconds) s")
            switch expected {
            case "accept": #expect(outcome.hasPrefix("accepted"), "\(name), \(way): \(outcome)")
            case "reject": #expect(!outcome.hasPrefix("accepted"), "\(name), \(way): \(outcome)")
            default: break
            }
            // UTF-16 is read, not fed; the value says how long its text is, not what its events were.
            if way == "value" {
                #expect(outcome != "accepted -1", "\(name)")
                if name != "utf16.json", !outcome.hasPrefix("accepted") {
                    #expect(outcome == ways[0].outcome, "\(name)")
                }
            } else {
                #expect(outcome == ways[0].outcome, "\(name), \(way)")
            }
        }
    }
}
