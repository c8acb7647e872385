internal import SluiceCore

/// Gives the events of a source one at a time.
///
///     source --chunk--> tokenizer --batch of tokens--> a place in the batch --> event
@safe struct EventReader: ~Copyable {
    private let reader: ChunkReader
    private let tokenizer: Tokenizer
    private var isAtEnd = false
    private var failure: (any Error)?

    private var batch: TokenBatch?
    /// Of the next token.
    private var index = 0
    /// The last event's token; none for text that was gathered from several.
    private var token: UnsafePointer<UInt64>?
    private var gathered: [UInt8] = []
    private(set) var depth = 0
    private var lines = LineCounter()

    init(_ reader: ChunkReader, options: XML.ParserOptions) {
        self.reader = reader
        tokenizer = Tokenizer(options: options, name: reader.name)
    }

    // MARK: The last event

    private var kind: UInt8 { unsafe token.map { unsafe UInt8(truncatingIfNeeded: $0[0] >> 56) } ?? 0 }

    /// A name of no characters.
    private static let noName: [UInt64] = [8, 0, 8, 0]
    nonisolated(unsafe) private static let empty: UnsafePointer<UInt64> = {
        // Kept as long as the process lives.
        let record = UnsafeMutablePointer<UInt64>.allocate(capacity: 4)
        for i in 0..<4 { unsafe record[i] = noName[i] }
        return unsafe UnsafePointer(record)
    }()

    /// The last event's name; empty where it has none.
    var name: XML.Name {
        @_lifetime(borrow self) get {
            // Safe: the tokens and names stay as they are until the next call, which ends the borrow.
            guard let token = unsafe token, let batch = unsafe batch,
                kind == UInt8(ascii: "S") || kind == UInt8(ascii: "E")
            else { return unsafe _overrideLifetime(XML.Name(record: Self.empty), borrowing: self) }
            let record = unsafe batch.names + 4 * Int(truncatingIfNeeded: token[1] & 0xFFFF_FFFF)
            return unsafe _overrideLifetime(XML.Name(record: record), borrowing: self)
        }
    }

    /// The last event's attributes; none behind any but a start tag.
    var attributes: XML.Attributes {
        @_lifetime(borrow self) get {
            guard let token = unsafe token, let batch = unsafe batch, kind == UInt8(ascii: "S") else {
                return unsafe _overrideLifetime(
                    XML.Attributes(first: Self.empty, names: Self.empty, count: 0), borrowing: self)
            }
            let count = unsafe Int(truncatingIfNeeded: token[0] & 0xFFFF_FFFF)
            return unsafe _overrideLifetime(
                XML.Attributes(first: token + 4, names: batch.names, count: count), borrowing: self)
        }
    }

    /// The last event's text: of a processing instruction target and data side by side, of a mapping the prefix.
    var text: XML.Text {
        @_lifetime(borrow self) get {
            guard let token = unsafe token, kind != UInt8(ascii: "S"), kind != UInt8(ascii: "E") else {
                return XML.Text(utf8: gathered.span)
            }
            return unsafe _overrideLifetime(TokenBatch.text(token), borrowing: self)
        }
    }

    /// Bytes of the target in a processing instruction's text.
    var targetBytes: Int { unsafe token.map { unsafe Int(truncatingIfNeeded: $0[0] & 0xFFFF_FFFF) } ?? 0 }

    /// The URI of a namespace that comes into force.
    var uri: XML.Text {
        @_lifetime(borrow self) get {
            guard let token = unsafe token, kind == UInt8(ascii: "N") else { return XML.Text(utf8: Span()) }
            return unsafe _overrideLifetime(TokenBatch.text(token + 4), borrowing: self)
        }
    }

    /// Where the last event begins.
    var position: TextPosition { tokenizer.position }
    var faults: XML.FaultList? { tokenizer.unheard }
    var path: String { tokenizer.tokenPath }

    /// What has been read and lies behind the last event.
    var unconsumed: [UInt8] {
        let next = unsafe batch.flatMap { unsafe index < $0.count ? $0.tokens + 4 * index : nil }
        let bytes = unsafe tokenizer.unconsumed(from: next)
        guard depth == 0 else { return bytes }
        return Array(bytes.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
    }

    var place: TagPlace { tokenizer.placeOfToken }

    /// The namespaces that the last event, a start tag, declares. Their tokens stand before it, two of each.
    func forEachDeclaration(_ body: (XML.Text, XML.Text) throws -> Void) rethrows {
        guard let tag = unsafe token, let batch = unsafe batch else { return }
        // Safe: a tag's tokens are of one batch.
        var first = unsafe tag
        while unsafe first - batch.tokens >= 8, unsafe first[-8] >> 56 == UInt64(UInt8(ascii: "N")),
            unsafe first[-4] >> 56 == UInt64(UInt8(ascii: "U"))
        {
            unsafe first -= 8
        }
        while unsafe first < tag {
            try body(unsafe TokenBatch.text(first), unsafe TokenBatch.text(first + 4))
            unsafe first += 8
        }
    }

    // MARK: Going on

    /// The next event; `nil` behind the last.
    mutating func next() throws -> XML.Event? {
        if let failure { throw failure }
        unsafe token = nil
        if !gathered.isEmpty { letGo() }
        do { return try read() } catch {
            failure = error
            // What came before it comes first.
            if tokenizer.isGathering { return gatheredText() }
            throw error
        }
    }

    private mutating func read() throws -> XML.Event? {
        while true {
            guard let batch = unsafe batch, unsafe index < batch.count else {
                guard try refill() else { return nil }
                if unsafe self.batch?.count == 0, tokenizer.isGathering { return gatheredText() }
                continue
            }
            let current = unsafe batch.tokens + 4 * index
            unsafe tokenizer.token = current
            if unsafe Tokenizer.isPartOfText(current) {
                if try unsafe tokenizer.isWholeText(current) {
                    index += 1
                    unsafe token = current
                    return unsafe current[0] >> 48 & 2 == 0 ? .text : .ignorableWhitespace
                }
                try unsafe tokenizer.gather(current)
                index += 1
                continue
            }
            if tokenizer.isGathering { return gatheredText() }
            index += 1
            unsafe token = current
            switch kind {
            case UInt8(ascii: "S"):
                depth += 1
                index += unsafe Int(truncatingIfNeeded: current[0] & 0xFFFF_FFFF)
                return .startElement
            case UInt8(ascii: "E"):
                depth -= 1
                return .endElement
            case UInt8(ascii: "N"):
                index += 1
                return .startPrefixMapping
            case UInt8(ascii: "n"): return .endPrefixMapping
            case UInt8(ascii: "C"): return .comment
            case UInt8(ascii: "P"): return .processingInstruction
            case UInt8(ascii: "K"): return .skippedEntity
            default: unsafe token = nil
            }
        }
    }

    /// The element that the last event began, up to its end, which is then the last event.
    mutating func expand() throws -> XML.Element {
        do {
            return try build()
        } catch let overflow as ArenaBuilder.Overflow {
            let error = tokenizer.error(overflow)
            failure = error
            throw error
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func build() throws -> XML.Element {
        var builder = ArenaBuilder()
        builder.setOptions(XML.TreeOptions(parser: tokenizer.options))
        let base = depth - 1
        lines.begin(tokenizer)
        if var token = unsafe token, let batch = unsafe batch {
            try unsafe builder.take(&token, batch, &lines)
        }
        while depth > base {
            guard let batch = unsafe batch, unsafe index < batch.count else {
                unsafe token = nil
                guard try refill() else { break }
                lines.begin(tokenizer)
                continue
            }
            let current = unsafe batch.tokens + 4 * index
            unsafe tokenizer.token = current
            unsafe token = current
            if kind == UInt8(ascii: "S") { depth += 1 }
            if kind == UInt8(ascii: "E") { depth -= 1 }
            var next = unsafe current
            try unsafe builder.take(&next, batch, &lines)
            index += unsafe (next - current) / 4
        }
        return XML.Element(arena: builder.finish(), node: Arena.root)
    }

    private mutating func gatheredText() -> XML.Event {
        let isBlank: Bool
        (gathered, isBlank) = tokenizer.takeGathered()
        return isBlank ? .ignorableWhitespace : .text
    }

    private mutating func letGo() {
        var text: [UInt8] = []
        swap(&text, &gathered)
        tokenizer.letGo(text)
    }

    /// Gets the next batch of tokens. `false` at the end of the document.
    private mutating func refill() throws -> Bool {
        index = 0
        unsafe batch = nil
        while true {
            if let next = try unsafe tokenizer.next() {
                unsafe batch = next
                return true
            }
            if isAtEnd { return false }
            isAtEnd = try !reader.read()
            // Safe: the chunk stays where it is until the next read, which comes when the tokenizer is done with it.
            unsafe tokenizer.open(isAtEnd ? UnsafeBufferPointer(start: nil, count: 0) : reader.bytes, isLast: isAtEnd)
        }
    }
}
