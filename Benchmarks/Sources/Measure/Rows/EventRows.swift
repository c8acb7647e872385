import CFloors
import Sluice

/// Events: documents in pieces, and documents in memory.
struct EventRows {
    let floors: [CompilerFloors]

    private static let piece = 64 << 10
    private static let floorName = "yajl, 64 KiB pieces (C)"

    func pieces(_ document: Document) throws -> Contest {
        let expected = try yajl(document, piece: Self.piece)
        return Contest(
            work: .pieces, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    let totals = try SluiceWork.count(document.bytes, piece: Self.piece)
                    try check(totals.agrees(with: expected), "events differ")
                },
                Contestant(Self.floorName, .floor) { keep(try yajl(document, piece: Self.piece)) },
            ],
            goals: [.faster("Sluice", than: Self.floorName, by: 0.85)])
    }

    /// - Parameter isJudged: whether the target speaks of this document.
    func memory(_ document: Document, isJudged: Bool) throws -> Contest {
        let expected = try yajl(document, piece: 0)
        let goals: [Goal] = [
            .faster("Sluice", than: "yajl, whole (C)", by: 1.5),
            .faster("Sluice", than: CompilerFloors.rapidJSONName("clang"), CompilerFloors.rapidJSONName("g++"), by: 1),
        ]
        return Contest(
            work: .memory, document: document.name, bytes: document.bytes.count,
            contestants: [
                Contestant("Sluice", .sluice) {
                    let totals = try SluiceWork.count(document.bytes)
                    try check(totals.agrees(with: expected), "events differ")
                },
                Contestant("yajl, whole (C)", .floor) { keep(try yajl(document, piece: 0)) },
            ] + floors.map { $0.rapidJSON(document, expected: expected) }
                + floors.suffix(1).map { $0.rapidJSON(document, strict: true, expected: expected) },
            goals: isJudged ? goals : [])
    }

    private func yajl(_ document: Document, piece: Int) throws -> floor_totals {
        var totals = floor_totals()
        try check(floor_yajl_count(document.bytes, document.bytes.count, piece, &totals), "yajl: \(document.name)")
        return totals
    }
}
