internal import SluiceCore

/// What all encoders of one document share: the text, and where in it they are.
class EncodedDocument {
    @safe @exclusivity(unchecked) final var text: JSON.TextBuilder
    final let options: JSON.EncodingOptions
    final let renames: Bool
    /// Encoders that have begun and not ended: only the innermost one writes.
    @safe @exclusivity(unchecked) final var level = 0
    /// What went wrong first. The text ends there: nothing that comes later can mend it.
    @safe @exclusivity(unchecked) final var failure: (any Error)?
    private final var routes: [ObjectIdentifier: CodingRoute] = [:]
    private final var snakeCase: [String: String] = [:]

    init(_ options: JSON.EncodingOptions) {
        self.options = options
        text = JSON.TextBuilder(options.writer, capacity: 4096)
        if case .asIs = options.keys { renames = false } else { renames = true }
    }

    /// How values of a type are written; looked up once, since conformances are dear to ask for.
    @inline(__always)
    final func route<T>(of type: T.Type) -> CodingRoute {
        if let route = routes[ObjectIdentifier(type)] { return route }
        let route: CodingRoute =
            type is any DirectlyEncodable.Type ? .direct : type is any StringKeyed.Type ? .dictionary : .coded
        routes[ObjectIdentifier(type)] = route
        return route
    }

    /// The member name that a key is written as.
    final func name(_ key: some CodingKey, at path: @autoclosure () -> [any CodingKey]) -> String {
        switch options.keys {
        case .asIs: return key.stringValue
        case .toSnakeCase:
            let key = key.stringValue
            if let known = snakeCase[key] { return known }
            let name = SnakeCase.snakeCase(of: key)
            if snakeCase.count < 4096 { snakeCase[key] = name }
            return name
        case .custom(let convert): return convert(path() + [key]).stringValue
        }
    }

    final func writeNonFinite(_ number: Double) throws(WriterError) {
        if let strings = options.nonFiniteStrings {
            try text.wholeString(strings.text(of: number).utf8.span, isName: false)
        } else {
            try text.double(number)
        }
    }

    /// All that has been written.
    final var bytes: [UInt8] { Self.bytes(of: text) }

    private static func bytes(of text: borrowing JSON.TextBuilder) -> [UInt8] { [UInt8](copying: text.ready) }

    /// Passes on what has been written, where there is somewhere to pass it to.
    func drain() throws {}
}

/// The same, with text that goes to a sink as it is written.
final class StreamedDocument<Sink: ByteSink & ~Copyable>: EncodedDocument {
    private var sink: Sink?

    init(_ options: JSON.EncodingOptions, to sink: consuming Sink) {
        self.sink = consume sink
        super.init(options)
    }

    override func drain() throws { try Self.pass(&text, to: &sink) }

    private static func pass(_ text: inout JSON.TextBuilder, to sink: inout Sink?) throws {
        try sink?.write(text.ready)
        text.removeReady()
    }

    /// Gives the sink back, once.
    func takeSink() -> Sink { sink.take()! }
}
