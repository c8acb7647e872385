import CFloors
import Foundation
import Sluice

/// Loading, walking and dumping documents that fit in memory, parsers warm.
struct ValueRows {
    let floors: [CompilerFloors]
    let python: Python?

    func loads(_ document: Document) -> Contest {
        let parser = Simdjson()
        let data = Data(document.bytes)
        return Contest(
            work: .load, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) { keep(try JSON.loads(document.bytes)) },
                Contestant("simdjson dom (C++)", .floor) { try parser.parse(document) },
                Contestant("JSONSerialization", .foundation) { keep(try JSONSerialization.jsonObject(with: data)) },
            ] + peers(document, "loads"),
            goals: [
                .faster("Sluice", than: "simdjson dom (C++)", by: 0.8),
                .faster("Sluice", than: "JSONSerialization", by: 30),
            ])
    }

    func walk(_ document: Document) throws -> Contest {
        let parser = Simdjson()
        let expected = try parser.walk(document)
        return Contest(
            work: .walk, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    var totals = floor_totals()
                    SluiceWork.walk(try JSON.loads(document.bytes), &totals)
                    try check(totals.agrees(with: expected) && totals.sum == expected.sum, "walks differ")
                }
            ] + floors.map { $0.walk(document) }
                + peers(document, "loads").filter { $0.name == "orjson.loads" },
            goals: [
                .faster("Sluice", than: CompilerFloors.walkName("clang"), CompilerFloors.walkName("g++"), by: 0.6),
                .faster("Sluice", than: "orjson.loads", by: 1.3),
            ])
    }

    func dumps(_ document: Document) throws -> Contest {
        let value = try JSON.loads(document.bytes)
        let object = try JSONSerialization.jsonObject(with: Data(document.bytes))
        return Contest(
            work: .dumps, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) { keep(try value.dumps()) },
                Contestant("JSONSerialization", .foundation) {
                    keep(try JSONSerialization.data(withJSONObject: object))
                },
            ] + peers(document, "dumps"),
            goals: [
                .faster("Sluice", than: "orjson.dumps", by: 1),
                .faster("Sluice", than: "JSONSerialization", by: 100),
            ])
    }

    private func peers(_ document: Document, _ work: String) -> [Contestant] {
        guard let python else { return [] }
        let engines = (python.versions.orjson == nil ? [] : ["orjson"]) + ["json"]
        return engines.map { python.contestant($0, work, file: document.path) }
    }
}

/// One of simdjson's parsers, warm from one document to the next.
final class Simdjson {
    private let parser = floor_simdjson_new()

    deinit { floor_simdjson_free(parser) }

    func parse(_ document: Document) throws {
        try check(floor_simdjson_parse(parser, document.padded, document.bytes.count), "simdjson: \(document.name)")
    }

    func walk(_ document: Document) throws -> floor_totals {
        var totals = floor_totals()
        try check(
            floor_simdjson_walk(parser, document.padded, document.bytes.count, &totals), "simdjson: \(document.name)")
        return totals
    }
}
