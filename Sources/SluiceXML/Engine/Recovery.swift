internal import SluiceCore

/// Where a parser goes on behind faults: who hears of them, and when.
///
/// The scanner stops at a fault and reads its construct again in the next scan: what it then finds wrong besides are notes.
/// So a fault is told when all before it has been delivered, and notes before what has become of the construct.
final class Recovery {
    private let handler: (any XML.ErrorHandler)?
    /// What is kept, where nobody listens.
    let list: XML.FaultList?
    private var later: ParseError?
    private var notes: [ParseError] = []
    /// The text cannot be decoded any further.
    var endsHere = false
    /// Where what is cut was last scanned as far as it is there.
    var triedOffset = -1

    /// The place of the last fault among the bytes that are held, and of the one before: constructs may lie between.
    private var place: Place?
    private var earlier: Place?
    private struct Place {
        var tracker: PositionTracker
        var index: Int
    }

    init(_ handler: (any XML.ErrorHandler)?) {
        self.handler = handler
        list = handler == nil ? XML.FaultList() : nil
    }

    /// Whether a fault is counted, and nothing more.
    var onlyCounts: Bool { list?.isFull == true }
    func count() { list?.count() }

    func add(fault: ParseError) { later = fault }
    func add(note: ParseError) { notes.append(note) }
    var isSilent: Bool { later == nil }

    func tellLater() throws {
        guard let fault = later else { return }
        later = nil
        try tell(fault)
    }

    func tellNotes() throws {
        guard !notes.isEmpty else { return }
        defer { notes = [] }
        for note in notes { try tell(note) }
    }

    func tell(_ fault: ParseError) throws {
        if let handler { try handler.error(fault) } else { list?.error(fault) }
    }

    // MARK: Places

    func forgetPlaces() { (place, earlier) = (nil, nil) }

    /// The tracker at a byte of those that are held, found from the last such place: linear in all.
    func locate(_ index: Int, in seen: Span<UInt8>, from start: PositionTracker, isNote: Bool) -> PositionTracker {
        let last = [place, earlier].compactMap(\.self).first { $0.index <= index }
        var found = last ?? Place(tracker: start, index: 0)
        found.tracker.advance(over: seen.extracting(found.index..<index))
        found.index = index
        if !isNote {
            earlier = place
            place = found
        }
        return found.tracker
    }
}
