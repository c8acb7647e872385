internal import SluiceCore

/// Readers that read no document, for those that come: of many streams few have bytes at a time, and a reader that is warm
/// has memory, and most names.
///
/// What it keeps is bounded. Everything here may be called from any thread.
@safe
enum SpareRecordReaders {
    @safe
    private struct Spare: @unchecked Sendable {
        // Safe: one owner at a time: the spares, or who took it.
        let reader: RecordReader
    }

    private static let spare = Locked<[Spare]>([])
    private static let most = 16
    /// Bytes that a kept reader may have.
    private static let largest = 1 << 20

    /// A reader that has read nothing; a warm one if there is one that reads alike.
    static func take(_ paths: RecordPaths, options: XML.RecordOptions, name: String?) -> RecordReader {
        let warm: Spare? = spare.withLock { spare in
            let index = spare.lastIndex { $0.reader.options == options && $0.reader.paths == paths }
            return index.map { spare.remove(at: $0) }
        }
        guard let warm else { return RecordReader(paths, options: options, name: name, resolver: nil) }
        warm.reader.tokenizer.name = name
        return warm.reader
    }

    /// Takes back a reader that nobody uses any more. It has no resolver.
    static func give(_ reader: RecordReader) {
        reader.restart()
        guard reader.memoryBytes <= largest else { return }
        let given = Spare(reader: reader)
        // The oldest goes: it may be one that nobody asks for.
        let surplus: Spare? = spare.withLock { spare in
            spare.append(given)
            return spare.count > most ? spare.removeFirst() : nil
        }
        _ = consume surplus
    }
}

extension RecordReader {
    /// Where a document stands, for another reader to go on.
    struct Standing {
        let place: Tokenizer.Standing
        /// What is open around records.
        let state: [UInt64]
    }

    /// `nil` if part of something is held, or more would have to be known to go on.
    func standing(known: Standing?) -> Standing? {
        guard let state = assembly.state, let place = tokenizer.standing(known: known?.place.root) else { return nil }
        return Standing(place: place, state: state == known?.state ? known?.state ?? state : state)
    }

    /// Goes on where another reader stood.
    func resume(_ standing: Standing) {
        tokenizer.resume(standing.place)
        assembly.resume(standing.state)
    }

    /// Bytes of memory that it keeps from one document to the next.
    var memoryBytes: Int { tokenizer.memoryBytes + assembly.nameBytes }

    /// Ready for another document.
    func restart() {
        tokenizer.restart()
        assembly.restart()
    }
}
