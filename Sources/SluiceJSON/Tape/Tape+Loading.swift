internal import SluiceCore

extension Tape {
    /// The tape of a whole document.
    static func load(_ bytes: Span<UInt8>, options: JSON.LoadOptions, name: String? = nil) throws -> Tape {
        #if Simdjson
        if options.numbers == .binary, let tape = bySimdjson(bytes, limits: options.parser.limits) { return tape }
        #endif
        return try byTokenizer(bytes, options: options, name: name)
    }

    /// The same, of an array.
    static func load(_ bytes: [UInt8], options: JSON.LoadOptions, name: String? = nil) throws -> Tape {
        #if Simdjson
        if options.numbers == .binary, let tape = bySimdjson(bytes, limits: options.parser.limits) { return tape }
        #endif
        return try byTokenizer(bytes.span, options: options, name: name)
    }

    /// The tape of a whole document that has its padding.
    static func load(_ text: PaddedBytes, options: JSON.LoadOptions, name: String? = nil) throws -> Tape {
        #if Simdjson
        if options.numbers == .binary, let tape = bySimdjson(text, limits: options.parser.limits) { return tape }
        #endif
        return try byTokenizer(text.span, options: options, name: name)
    }

    /// By our own parser: it does all that simdjson declines, and says what is wrong and where.
    static func byTokenizer(_ bytes: Span<UInt8>, options: JSON.LoadOptions, name: String? = nil) throws -> Tape {
        let (encoding, markBytes) = TextEncoding.detect(bytes)
        do {
            if encoding == .utf8 {
                var builder = try JSON.parse(
                    bytes, handler: TapeBuilder(numbers: options.numbers), options: options.parser, name: name)
                return try builder.finish()
            }
            var transcoder = Transcoder(from: encoding, offset: markBytes)
            var text: [UInt8] = []
            try transcoder.feed(bytes.extracting(droppingFirst: markBytes), into: &text)
            try transcoder.finish()
            var builder = try JSON.parse(
                text.span, handler: TapeBuilder(numbers: options.numbers), options: options.parser, name: name)
            return try builder.finish()
        } catch let fault as Transcoder.Fault {
            let place = TextPosition(offset: fault.offset, line: 1, column: fault.offset + 1)
            throw ParseError(fault.isTruncation ? .truncated : .encoding, fault.message, at: place, sourceName: name)
        } catch let overflow as TapeBuilder.Overflow {
            throw ParseError(.limitExceeded, overflow.message, at: TextPosition(), sourceName: name)
        }
    }
}

extension TapeBuilder.Overflow {
    fileprivate var message: String {
        switch self {
        case .memory: "there is no memory for the document"
        case .words: "the document has more than 4,294,967,293 values: too many for one value in memory"
        case .text: "a text of the document has more than 2 GiB: too long for a value in memory"
        }
    }
}
