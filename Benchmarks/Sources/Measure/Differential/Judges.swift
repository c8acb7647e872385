import CFloors
import Sluice

/// Asks each engine about a document and compares what they say.
final class Judges {
    enum Outcome {
        /// `exceptions` are the known differences that were met.
        case agreed(isValid: Bool, exceptions: [String])
        case disagreement(String)
    }

    private let simdjson = floor_simdjson_new()

    deinit { floor_simdjson_free(simdjson) }

    /// What Sluice said, in events.
    private enum Verdict {
        case valid(ValueHash)
        case invalid(ParseError)
    }

    func judge(_ bytes: [UInt8], piece: Int) -> Outcome {
        let events: Verdict
        var exceptions: [String] = []
        do {
            events = try Self.verdict { try JSON.parse(bytes.span, handler: ValueHash()) }
            let pieces = try Self.verdict { try Self.inPieces(bytes, piece) }
            if let difference = Self.difference(events, pieces) {
                return .disagreement("whole and in pieces of \(piece): \(difference)")
            }
            if Self.looksWide(bytes) {
                exceptions.append("loads takes it for UTF-16 or UTF-32")
            } else {
                let value = try Self.verdict {
                    var hash = ValueHash()
                    try hash.walk(JSON.loads(bytes))
                    return hash
                }
                if let difference = Self.difference(events, value) {
                    return .disagreement("events and loads: \(difference)")
                }
            }
            if let difference = try Self.differenceAmongRecords(bytes) {
                return .disagreement("events and records of the document in brackets: \(difference)")
            }
        } catch {
            return .disagreement("no ParseError: \(error)")
        }
        if let reason = againstSimdjson(bytes, events, &exceptions) { return .disagreement(reason) }
        if let reason = againstYajl(bytes, events, &exceptions) { return .disagreement(reason) }
        if case .valid = events { return .agreed(isValid: true, exceptions: exceptions) }
        return .agreed(isValid: false, exceptions: exceptions)
    }

    private static func verdict(_ parse: () throws -> ValueHash) throws -> Verdict {
        do { return .valid(try parse()) } catch let error as ParseError { return .invalid(error) }
    }

    /// `loads` knows an encoding by its first four bytes; events are of UTF-8 alone.
    private static func looksWide(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(4).contains(0) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    }

    private static func inPieces(_ bytes: [UInt8], _ piece: Int) throws -> ValueHash {
        var parser = JSON.Parser(handler: ValueHash())
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try parser.feed(bytes.span.extracting(start..<min(start + piece, bytes.count)))
        }
        return try parser.finish()
    }

    /// The document as the element of an array, as events and as records of that array.
    private static func differenceAmongRecords(_ bytes: [UInt8]) throws -> String? {
        let array = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]
        let events = try verdict { try JSON.parse(array.span, handler: ValueHash()) }
        let records = try verdict {
            var hash = ValueHash()
            hash.startArray()
            var rows = try JSON.records(at: "$[*]", in: array)
            while let row = try rows.next() { try hash.walk(row) }
            hash.endArray()
            return hash
        }
        return difference(events, records)
    }

    private static func difference(_ a: Verdict, _ b: Verdict) -> String? {
        switch (a, b) {
        case (.valid(let a), .valid(let b)): a.state == b.state ? nil : "other values"
        case (.invalid(let a), .invalid(let b)):
            a.code == b.code && a.message == b.message && a.position == b.position && a.path == b.path
                ? nil : "other errors:\n\(a)\n\(b)"
        case (.valid, .invalid(let error)): "valid, and \(error)"
        case (.invalid(let error), .valid): "\(error), and valid"
        }
    }

    private func againstSimdjson(_ bytes: [UInt8], _ events: Verdict, _ exceptions: inout [String]) -> String? {
        var hash: UInt64 = 0
        var message: UnsafePointer<CChar>?
        let padded = bytes + [UInt8](repeating: 0, count: 64)
        let verdict = floor_simdjson_hash(simdjson, padded, bytes.count, &hash, &message)
        let words = message.map { String(cString: $0) } ?? ""
        switch (events, verdict) {
        case (.valid(let ours), FLOOR_VALID): return ours.state == hash ? nil : "simdjson reads other values"
        case (.invalid, FLOOR_INVALID), (_, FLOOR_DECLINED): return nil
        case (.valid(let ours), _):
            if ours.hasVastNumber {
                exceptions.append("simdjson refuses numbers beyond 64 bits and beyond Double")
            } else if bytes.starts(with: Self.byteOrderMark) {
                exceptions.append("simdjson refuses a byte order mark")
            } else {
                return "valid, and simdjson: \(words)"
            }
            return nil
        case (.invalid(let error), _): return "\(error), and simdjson: valid"
        }
    }

    private func againstYajl(_ bytes: [UInt8], _ events: Verdict, _ exceptions: inout [String]) -> String? {
        var totals = floor_totals()
        let isValid = floor_yajl_count(bytes, bytes.count, 0, &totals)
        switch events {
        case .valid where isValid: return nil
        case .valid:
            guard bytes.starts(with: Self.byteOrderMark) else { return "valid, and yajl: invalid" }
            exceptions.append("yajl refuses a byte order mark")
            return nil
        case .invalid(let error):
            guard isValid else { return nil }
            guard let defect = Self.defect(of: error, in: bytes) else { return "\(error), and yajl: valid" }
            exceptions.append(defect)
            return nil
        }
    }

    /// What yajl is known to let pass.
    private static func defect(of error: ParseError, in bytes: [UInt8]) -> String? {
        let offset = error.position.offset
        let byte = offset < bytes.count ? bytes[offset] : 0
        if error.code == .encoding { return "yajl passes overlong, surrogate and vast UTF-8" }
        if error.message.contains("surrogate") { return "yajl passes half a surrogate pair" }
        if byte == 0x0C || byte == 0x0B { return "yajl takes a form feed or a vertical tab for white space" }
        if byte == UInt8(ascii: "\""), error.message.hasPrefix("expected the end of the text") {
            return "yajl passes a string without an end after the document"
        }
        return nil
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
