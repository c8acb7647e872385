internal import SluiceCore
internal import SluiceJSON

/// Values that follow one another: lines, text sequences, values side by side.
final class JSONRecordReader: FrameReader {
    @safe @exclusivity(unchecked) private var parser: JSON.RecordParser

    init(_ selection: JSON.RecordSelection, options: StreamOptions, name: String?) {
        var recordOptions = JSON.RecordOptions()
        recordOptions.parser = options.jsonOptions()
        recordOptions.windowBytes = options.windowBytes
        recordOptions.batchBytes = Self.batchBytes
        // What begins before the end of a bad value is not known where values only follow one another.
        recordOptions.badRecords = options.resynchronises && selection != .concatenated ? .tell : .stop
        do { parser = try JSON.RecordParser(at: selection, options: recordOptions, name: name) } catch {
            preconditionFailure("these are no paths, which alone may be wrong: \(error)")
        }
    }

    /// What parses within the processor's cache.
    private static let batchBytes = 96 << 10

    func feed(_ bytes: Span<UInt8>) { parser.feed(bytes) }

    func finishInput() { parser.finish() }

    /// The next record, if it was parsed with the last one.
    @inline(__always)
    func ready() -> JSON? { parser.ready() }

    func take() throws(ParseError) -> StreamRecord? {
        guard let value = try parser.next() else { return nil }
        return .json(value)
    }

    var hasText: Bool { true }

    func takeText() throws(ParseError) -> [UInt8]? {
        guard try parser.next() != nil else { return nil }
        return parser.rawBytes
    }

    var isOver: Bool { parser.isFinished }
    var offset: Int { parser.offset }
    var isComplete: Bool { parser.isFinished }
    var heldBytes: Int { parser.heldBytes }
}
