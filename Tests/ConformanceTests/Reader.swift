import SluiceCore
import SluiceTestSupport

@testable import SluiceJSON

/// The ways into a document. Each must come to the same verdict.
enum Reader: CustomStringConvertible {
    /// In memory: by simdjson, where it is there and does not decline.
    case loads
    /// In memory, by our own parser.
    case loadsByTokenizer
    /// Fed in pieces.
    case pieces(Feeding)
    /// Fed in pieces, with the indexer for processors that have no wide one.
    case plainIndexer(Feeding)
    /// Pulled, event by event.
    case pull(chunkBytes: Int)

    var description: String {
        switch self {
        case .loads: "loads"
        case .loadsByTokenizer: "loads by our own parser"
        case .pieces(let feeding): "fed \(feeding)"
        case .plainIndexer(let feeding): "fed \(feeding), plain indexer"
        case .pull(let chunkBytes): "pulled from chunks of \(chunkBytes)"
        }
    }

    func read(_ bytes: [UInt8], _ options: JSON.ParserOptions) throws -> JSON {
        switch self {
        case .loads:
            return try JSON.loads(bytes, options: JSON.LoadOptions(parser: options))
        case .loadsByTokenizer:
            return JSON(tape: try Tape.byTokenizer(bytes.span, options: JSON.LoadOptions(parser: options)), index: 1)
        case .pieces(let feeding):
            var parser = JSON.Parser(handler: TapeBuilder(), options: options)
            for piece in feeding.pieces(of: bytes) { try parser.feed(piece) }
            var builder = try parser.finish()
            return JSON(tape: try builder.finish(), index: 1)
        case .plainIndexer(let feeding):
            let tokenizer = Tokenizer(options: options, plain: true)
            var builder = TapeBuilder()
            for piece in feeding.pieces(of: bytes) { try tokenizer.feed(piece.span, isLast: false, to: &builder) }
            try tokenizer.feed(Span(), isLast: true, to: &builder)
            return JSON(tape: try builder.finish(), index: 1)
        case .pull(let chunkBytes):
            var builder = TapeBuilder()
            var events = JSON.events(in: MemorySource(bytes), options: options, chunkBytes: chunkBytes)
            while let event = try events.next() {
                switch event {
                case .startObject: try builder.startObject()
                case .key: try builder.key(events.text)
                case .endObject: try builder.endObject()
                case .startArray: try builder.startArray()
                case .endArray: try builder.endArray()
                case .string: try builder.string(events.text)
                case .number: try builder.number(events.number)
                case .boolean(let value): try builder.boolean(value)
                case .null: try builder.null()
                }
            }
            return JSON(tape: try builder.finish(), index: 1)
        }
    }

    /// All ways into a document of this length.
    static func all(for count: Int) -> [Reader] {
        [.loads, .loadsByTokenizer, .plainIndexer(.whole), .plainIndexer(.random(seed: 5)), .pull(chunkBytes: 1)]
            + [.pull(chunkBytes: 7), .pull(chunkBytes: 1 << 10)] + Feeding.all(for: count).map { .pieces($0) }
    }

    /// A few of them, for long documents.
    static let some: [Reader] = [
        .loads, .loadsByTokenizer, .plainIndexer(.whole), .pieces(.whole), .pieces(.random(seed: 1)),
        .pieces(.random(seed: 2, most: 5000)), .pull(chunkBytes: 1 << 10),
    ]
}
