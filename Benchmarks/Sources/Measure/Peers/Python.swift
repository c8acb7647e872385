import Foundation

/// Python's libraries, timed by a script in a process of its own that takes its turn when it is asked to.
final class Python {
    struct Versions: Codable {
        let python: String
        let orjson: String?
        let ijson: String?
        let lxml: String?
    }

    let versions: Versions
    private let process = Process()
    private let requests = Pipe()
    private let answers = Pipe()

    /// `nil` where there is no Python.
    init?(script: String) {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script]
        process.standardInput = requests
        process.standardOutput = answers
        do {
            try process.run()
            versions = try Self.ask(["work": "versions"], requests, answers)
        } catch {
            return nil
        }
    }

    deinit {
        try? requests.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// A contestant that runs `engine`'s function `work` on a file.
    func contestant(
        _ engine: String, _ work: String, named name: String? = nil, file: String, _ more: [String: Any] = [:]
    ) -> Contestant {
        Contestant(name ?? "\(engine).\(work)", .peer) { [requests, answers] iterations in
            let request: [String: Any] = ["work": work, "engine": engine, "file": file, "iterations": iterations]
                .merging(more) { $1 }
            let answer: Answer = try Self.ask(request, requests, answers)
            return Sample(seconds: answer.seconds, wallSeconds: answer.seconds)
        }
    }

    /// lxml, where it is there.
    func lxml(_ work: String, _ document: Document, _ more: [String: Any] = [:]) -> [Contestant] {
        guard versions.lxml != nil else { return [] }
        let name = ["loads": "lxml.etree.fromstring", "dumps": "lxml.etree.tostring"][work] ?? "lxml.etree"
        return [contestant("lxml.etree", work, named: name, file: document.path, more)]
    }

    /// `queue.Queue`, on one thread or between two.
    func queue(threads: Int, capacity: Int, count: Int) -> Contestant {
        Contestant("queue.Queue", .peer) { [requests, answers] iterations in
            let request: [String: Any] = [
                "work": "queue", "engine": "queue", "threads": threads, "capacity": capacity, "count": count,
                "iterations": iterations,
            ]
            let answer: Answer = try Self.ask(request, requests, answers)
            return Sample(seconds: answer.seconds, wallSeconds: answer.seconds)
        }
    }

    /// ijson taking the records out of a file.
    func records(file: String) -> Contestant {
        Contestant("ijson.items", .peer) { [requests, answers] iterations in
            let request = ["work": "records", "engine": "ijson", "file": file, "path": "statuses.item"]
            let answer: Answer = try Self.ask(request, requests, answers)
            let seconds = answer.seconds * Double(iterations)
            return Sample(seconds: seconds, wallSeconds: seconds)
        }
    }

    private struct Answer: Decodable {
        let seconds: Double
    }

    private static func ask<A: Decodable>(_ request: [String: Any], _ requests: Pipe, _ answers: Pipe) throws -> A {
        let line = try JSONSerialization.data(withJSONObject: request) + Data("\n".utf8)
        do { try requests.fileHandleForWriting.write(contentsOf: line) } catch { throw WorkFailed("python3 has ended") }
        var answer = Data()
        while answer.last != UInt8(ascii: "\n") {
            let more = answers.fileHandleForReading.availableData
            try check(!more.isEmpty, "python3 has ended")
            answer += more
        }
        return try JSONDecoder().decode(A.self, from: answer)
    }
}
