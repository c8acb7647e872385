import SluiceCore
import SluiceJSON
import SluiceTestSupport

/// The ways to the records of an input. Each must come to the same records and the same errors.
struct RecordReader: CustomStringConvertible {
    enum Entry: String {
        /// Fed in pieces, asked for records after each.
        case fed
        /// Fed and finished, then asked for records.
        case fedBefore = "fed before the first record is asked for"
        /// From a source that gives a piece at a time.
        case read
    }

    var entry: Entry
    var feeding: Feeding
    var windowBytes = 256 << 10
    var workers = 1

    var description: String { "\(entry.rawValue) \(feeding), window \(windowBytes), workers \(workers)" }

    /// Each record with its place and its text, then those left out, then the error or the end.
    func read(_ bytes: [UInt8], at selection: JSON.RecordSelection, _ options: JSON.RecordOptions) -> String {
        var options = options
        options.windowBytes = windowBytes
        options.workers = workers
        var told = ""
        do {
            switch entry {
            case .fed, .fedBefore: try feed(bytes, try JSON.RecordParser(at: selection, options: options), &told)
            case .read:
                var records = try JSON.records(at: selection, in: Chunks(bytes, feeding), options: options)
                do {
                    while let record = try records.next() {
                        told += try Self.describe(
                            record, "\(records.ordinal) \(records.pathIndex) \(records.path)", records.position,
                            records.rawBytes)
                        if records.offset != records.position.offset { told += "another offset\n" }
                    }
                } catch let error as ParseError {
                    told += Self.describe(error)
                    if try records.next() != nil { told += "more after an error\n" }
                }
                told += Self.describe(records.errors, records.badRecordCount)
            }
        } catch {
            told += "\(error)"
        }
        return told
    }

    private func feed(_ bytes: [UInt8], _ parser: consuming JSON.RecordParser, _ told: inout String) throws {
        var pieces = feeding.pieces(of: bytes)[...]
        if entry == .fedBefore {
            for piece in pieces { parser.feed(piece) }
            pieces = []
            parser.finish()
        }
        do {
            while true {
                while let record = try parser.next() {
                    told += try Self.describe(
                        record, "\(parser.ordinal) \(parser.pathIndex) \(parser.path)", parser.position,
                        parser.rawBytes)
                    if parser.offset != parser.position.offset { told += "another offset\n" }
                }
                if parser.isFinished { break }
                if let piece = pieces.popFirst() { parser.feed(piece) } else { parser.finish() }
            }
        } catch let error as ParseError {
            told += Self.describe(error)
            if try parser.next() != nil { told += "more after an error\n" }
        }
        told += Self.describe(parser.errors, parser.badRecordCount)
    }

    private static func describe(
        _ record: JSON, _ place: String, _ position: TextPosition, _ text: [UInt8]
    ) throws -> String {
        let value = try record.dumps(JSON.WriterOptions(nonFinite: .literal))
        return "\(place) \(describe(position)) \(value) of \(String(decoding: text, as: UTF8.self))\n"
    }

    private static func describe(_ errors: [ParseError], _ count: Int) -> String {
        errors.map { "left out: \(describe($0))" }.joined() + "left out \(count)\n"
    }

    /// All of an error except its line, of which there is more or less at hand.
    private static func describe(_ error: ParseError) -> String {
        "\(error.code) \(describe(error.position)) '\(error.path)' \(error.message)\n"
    }

    private static func describe(_ position: TextPosition) -> String {
        "@\(position.offset) \(position.line):\(position.column)"
    }
}
