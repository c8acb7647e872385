import ArgumentParser
import Foundation

struct DifferentialCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "differential",
        abstract: "Damage documents at random and ask simdjson, yajl and Sluice what they make of them.",
        discussion: """
            Every case is judged by simdjson's dom, by Sluice's events (whole, and in pieces), by `JSON.loads`, by
            `JSON.records` (as the element of an array) and by yajl. All must give the same verdict and, where the document is valid, the same values; Sluice's must give
            the same error as well. What yajl and simdjson are known to do differently is excepted by rule, and counted.

            EXAMPLES
              measure differential --count 1000000
              measure differential --seed 7 --case 48211
            """)

    @Option(help: "How many cases.")
    var count = 1_000_000

    @Option(help: "Where the random numbers start.")
    var seed: UInt64 = 1

    @Option(name: .customLong("case"), help: "Only this case, whose bytes are printed.")
    var only: Int?

    @Option(help: "Where the package of the benchmarks is.")
    var package = "."

    func run() throws {
        let progress = Progress()
        let originals = try Originals(documents: Documents(package: package), progress: progress)
        progress.note(
            "\(originals.all.count) originals, \(originals.all.reduce(0) { $0 + $1.count } / 1000) kB; seed \(seed)")
        let judges = Judges()
        var tally = Tally()
        for number in only.map({ $0...$0 }) ?? 0...max(0, count - 1) {
            var mutator = Mutator(seed: seed, case: number)
            let bytes = mutator.mutated(originals.all)
            if only != nil { print(Self.printed(bytes)) }
            let outcome = judges.judge(bytes, piece: 1 + mutator.random.below(64))
            tally.add(outcome)
            if case .disagreement(let reason) = outcome {
                progress.note("case \(number) of seed \(seed): \(reason)\n\(Self.printed(bytes))")
                if tally.disagreements >= 20 { break }
            }
            if number % 10_000 == 0 { progress.show("\(number) of \(count): \(tally)") }
        }
        progress.note("\(tally)")
        if tally.disagreements > 0 { throw ExitCode.failure }
    }

    /// The bytes as text where they are printable, as a hexadecimal escape elsewhere.
    private static func printed(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "<")
            return isPlain ? String(UnicodeScalar(byte)) : "<" + String(byte, radix: 16) + ">"
        }.joined()
    }
}

/// How the cases went.
struct Tally: CustomStringConvertible {
    private(set) var valid = 0
    private(set) var invalid = 0
    private(set) var disagreements = 0
    private var excepted: [String: Int] = [:]

    mutating func add(_ outcome: Judges.Outcome) {
        switch outcome {
        case .agreed(let isValid, let exceptions):
            if isValid { valid += 1 } else { invalid += 1 }
            for exception in exceptions { excepted[exception, default: 0] += 1 }
        case .disagreement: disagreements += 1
        }
    }

    var description: String {
        let exceptions = excepted.sorted { $0.key < $1.key }.map { "\n  \($0.value) × \($0.key)" }.joined()
        return "\(valid) valid, \(invalid) invalid, \(disagreements) disagreements" + exceptions
    }
}
