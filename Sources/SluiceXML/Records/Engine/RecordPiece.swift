internal import SluiceCore

/// Some bytes of a document that begin with a record, and the records that a thread has found in them.
///
/// That they begin with a record is a guess: `<article ` may also stand in a comment or a CDATA section. A piece that is
/// whole children of the element around the first record, from a beginning where the reader stood between such children,
/// was guessed right; so the pieces are looked at in order, and what was guessed wrong is read once more, in turn.
@safe
final class RecordPiece: @unchecked Sendable {
    // Safe: one thread at a time has it: who cut it, who reads it, who delivers it.
    private var memory: [UInt8]
    private let count: Int
    let context: Context
    private(set) var batches: [RecordReader.Batch] = []
    /// How many children of each name the element around the records has in it.
    private(set) var children: [Tokenizer.ChildCount] = []
    /// Whether it was guessed right.
    private(set) var isWhole = false

    /// The beginning of the document up to its first record: what must be known to read a piece.
    final class Context: Sendable {
        let prefix: [UInt8]
        init(prefix: [UInt8]) { self.prefix = prefix }
    }

    /// Takes the bytes over, which are not copied; the first `count` of them are the piece.
    init(_ memory: consuming [UInt8], count: Int, in context: Context) {
        self.memory = memory
        self.count = count
        self.context = context
    }

    func withBytes(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        try unsafe memory.withUnsafeBufferPointer { try unsafe body(UnsafeBufferPointer(rebasing: $0[..<count])) }
    }

    /// Reads it behind the document's beginning.
    func read(by worker: Worker) {
        isWhole = false
        guard let reader = worker.reader(for: context) else { return }
        let offset = reader.tokenizer.scannedOffset
        let line = reader.tokenizer.tracker.position.line
        let levels = reader.assembly.levels
        reader.assembly.fewestLevels = levels
        reader.tokenizer.forgetChildren()
        do {
            try unsafe withBytes { try unsafe reader.read($0, isLast: false) }
        } catch {
            return worker.spoil()
        }
        batches = reader.takeBatches().map { $0.moved(by: -offset, lines: 1 - line) }
        isWhole = reader.isBetweenRecords && reader.assembly.levels == levels && reader.assembly.fewestLevels == levels
        if isWhole {
            children = reader.tokenizer.childCounts
        } else {
            worker.spoil()
        }
    }

    /// The records, where the piece begins at a place of the document.
    func records(at start: TextPosition) -> [RecordReader.Batch] {
        batches.map { $0.moved(by: start.offset, lines: start.line - 1) }
    }

    /// Lets go of the records.
    func forget() { batches = [] }

    /// The memory that it took over, for bytes to come. It is no piece any more.
    func returnMemory() -> [UInt8] { exchange(&memory, with: []) }

    /// What a thread reads pieces with.
    final class Worker {
        private let paths: RecordPaths
        private let options: XML.RecordOptions
        private let resolver: ResolvedEntities.Known?
        private var reader: RecordReader?
        private var context: Context?

        init(_ paths: RecordPaths, options: XML.RecordOptions, resolver: ResolvedEntities.Known?) {
            self.paths = paths
            self.resolver = resolver
            var options = options
            options.range = nil
            options.parser.limits.documentBytes = .max
            self.options = options
        }

        /// A reader that stands behind the document's beginning.
        func reader(for context: Context) -> RecordReader? {
            if let reader, self.context === context { return reader }
            let reader = RecordReader(paths, options: options, name: nil, resolver: resolver)
            do {
                try unsafe context.prefix.withUnsafeBufferPointer { try unsafe reader.read($0, isLast: false) }
            } catch {
                return nil
            }
            guard reader.isBetweenRecords else { return nil }
            self.reader = reader
            self.context = context
            return reader
        }

        /// The reader stands somewhere else now.
        func spoil() { reader = nil }
    }
}

extension RecordReader {
    /// Whether the next byte may begin a record, or end an element around records.
    var isBetweenRecords: Bool { assembly.open == nil && tokenizer.isBetweenConstructs }
}

extension RecordReader.Batch {
    fileprivate func moved(by offset: Int, lines: Int) -> RecordReader.Batch {
        var moved = self
        for i in moved.records.indices {
            moved.records[i].offset += offset
            moved.records[i].line += lines
        }
        return moved
    }
}
