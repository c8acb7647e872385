import Foundation

/// Work on large files, each turn in a fresh process and timed from its start to its end.
struct ProcessRows {
    /// The folder of the programs that do the work.
    let programs: String
    let python: Python?

    func coldLoad(_ path: String, name: String) throws -> Contest {
        let bytes = try size(of: path)
        return Contest(
            work: .coldLoad, document: name, bytes: bytes,
            contestants: [
                job("Sluice", .sluice, "load", path),
                program("simdjson dom, plain program (C++)", .floor, "plain-load", [path]),
                program("JSONSerialization", .foundation, "measure", ["foundation-load", path]),
            ],
            goals: [
                .faster("Sluice", than: "simdjson dom, plain program (C++)", by: 1.5),
                .faster("Sluice", than: "JSONSerialization", by: 40),
                .memory("Sluice", atMost: bytes * 7 / 2),
            ])
    }

    /// - Parameter isJudged: whether the target speaks of this file.
    func records(_ path: String, name: String, isJudged: Bool) throws -> Contest {
        let floor = "yajl, counting (C)"
        let goals: [Goal] = [
            .faster("Sluice", than: floor, by: 3),
            .memory("Sluice", atMost: 48_000_000),
            .faster("Sluice, 2 workers", than: "Sluice", by: 1.6),
        ]
        return Contest(
            work: .records, document: name, bytes: try size(of: path),
            contestants: [
                job("Sluice", .sluice, "records", path),
                job("Sluice, 2 workers", .sluice, "records-2", path),
                job(floor, .floor, "yajl", path),
            ] + (python?.versions.ijson == nil ? [] : [python?.records(file: path)].compactMap(\.self)),
            goals: isJudged ? goals : [])
    }

    private func job(_ name: String, _ side: Contestant.Side, _ job: String, _ path: String) -> Contestant {
        program(name, side, "job", [job, path])
    }

    private func program(
        _ name: String, _ side: Contestant.Side, _ program: String, _ arguments: [String]
    ) -> Contestant {
        Contestant(name, side) { [programs] iterations in
            var seconds = 0.0
            var peak = 0
            for _ in 0..<iterations {
                let sample = try ChildProcess.sample("\(programs)/\(program)", arguments)
                seconds += sample.seconds
                peak = max(peak, sample.peakBytes ?? 0)
            }
            return Sample(seconds: seconds, peakBytes: peak)
        }
    }

    private func size(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }
}
