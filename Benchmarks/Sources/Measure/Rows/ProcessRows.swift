import Foundation

/// Work on large files, each turn in a fresh process and timed from its start to its end.
struct ProcessRows {
    /// The folder of the programs that do the work.
    let programs: String
    let python: Python?

    /// - Parameter isJudged: whether the target speaks of this file.
    func coldLoad(_ path: String, name: String, isJudged: Bool) throws -> Contest {
        let bytes = try size(of: path)
        let goals: [Goal] = [
            .faster("Sluice", than: "simdjson dom, plain program (C++)", by: 1.5),
            .faster("Sluice", than: "JSONSerialization", by: 40),
            .memory("Sluice", atMost: bytes * 7 / 2),
        ]
        return Contest(
            work: .coldLoad, document: name, bytes: bytes,
            contestants: [
                job("Sluice", .sluice, "load", path),
                program("simdjson dom, plain program (C++)", .floor, "plain-load", [path]),
                program("JSONSerialization", .foundation, "measure", ["foundation-load", path]),
            ],
            goals: isJudged ? goals : [])
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
                twoWorkers(path),
                job(floor, .floor, "yajl", path),
            ] + (python?.versions.ijson == nil ? [] : [python?.records(file: path)].compactMap(\.self)),
            goals: isJudged ? goals : [])
    }

    func xmlTree(_ path: String, name: String) throws -> Contest {
        let bytes = try size(of: path)
        return Contest(
            work: .xmlMemory, document: name, bytes: bytes,
            contestants: [job("Sluice", .sluice, "xml-tree", path), job("libxml2 (C)", .floor, "libxml2-tree", path)],
            goals: [.memory("Sluice", atMost: bytes * 5 / 2)])
    }

    func xmlRecords(_ path: String, name: String) throws -> Contest {
        let counting = "Sluice, counting"
        return Contest(
            work: .xmlRecords, document: name, bytes: try size(of: path),
            contestants: [
                job("Sluice", .sluice, "xml-records", path),
                twoWorkers(path, "xml-records-2"),
                job(counting, .floor, "xml-count", path),
            ],
            goals: [
                .faster("Sluice", than: counting, by: 0.7),
                .memory("Sluice", atMost: 48_000_000),
                .faster("Sluice, 2 workers", than: "Sluice", by: 1.7),
            ])
    }

    private func twoWorkers(_ path: String, _ work: String = "records-2") -> Contestant {
        var contestant = job("Sluice, 2 workers", .sluice, work, path)
        contestant.isParallel = true
        return contestant
    }

    private func job(_ name: String, _ side: Contestant.Side, _ job: String, _ path: String) -> Contestant {
        program(name, side, "job", [job, path])
    }

    private func program(
        _ name: String, _ side: Contestant.Side, _ program: String, _ arguments: [String]
    ) -> Contestant {
        Contestant(name, side) { [programs] iterations in
            var total = Sample(seconds: 0, wallSeconds: 0, peakBytes: 0)
            for _ in 0..<iterations {
                let sample = try ChildProcess.sample("\(programs)/\(program)", arguments)
                total.seconds += sample.seconds
                total.wallSeconds += sample.wallSeconds
                total.peakBytes = max(total.peakBytes ?? 0, sample.peakBytes ?? 0)
            }
            return total
        }
    }

    private func size(of path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }
}
