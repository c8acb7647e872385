internal import SluiceCore

/// Documents, each after its length.
final class LengthPrefixReader: FrameReader {
    private let prefix: DocumentFraming.LengthPrefix
    private let content: DocumentFraming.Content
    private let options: StreamOptions
    private let name: String?

    /// What was fed and is not done with, from `next` on. Of a frame that it cuts, nothing is kept here where the document is
    /// read in pieces.
    private var held: [UInt8] = []
    private var next = 0
    /// Bytes of the stream before `held[next]`.
    private var passed = 0
    private var isAtEnd = false
    private var stage = Stage.length(LengthScanner())
    /// Reads the documents, since there was one; and whether it is within one.
    private var document: (any FrameDocument)?
    private var isWithin = false
    /// Where the length of the frame begins that was begun last, and where its document does.
    private var lengthStart = 0
    private var documentStart = 0
    private(set) var offset = 0
    /// Whether the text of the record is wanted, and that.
    private var keepsText = false
    private var text: [UInt8] = []

    private enum Stage {
        case length(LengthScanner)
        /// In a document of which so many bytes are to come.
        case document(Int)
        /// In one that was given up.
        case passing(Int)
        case over
    }

    init(
        _ prefix: DocumentFraming.LengthPrefix, content: DocumentFraming.Content, options: StreamOptions, name: String?
    ) {
        self.prefix = prefix
        self.content = content
        self.options = options
        self.name = name
    }

    func feed(_ bytes: Span<UInt8>) {
        if isOver { return }
        forgetPassed()
        held.append(copying: bytes)
    }

    /// Lets go of what is done with. A connection that is idle keeps next to nothing.
    private func forgetPassed() {
        if next == held.count {
            held = []
        } else if next > 0 {
            held.removeFirst(next)
        }
        next = 0
    }

    var heldBytes: Int { held.capacity + (document?.heldBytes ?? 0) }

    var isMidRecord: Bool {
        switch stage {
        case .length(let scanner): scanner.count > 0 || next < held.count
        case .document, .passing: true
        case .over: false
        }
    }

    func finishInput() { isAtEnd = true }

    var isOver: Bool {
        if case .over = stage { true } else { false }
    }

    var isComplete: Bool { isOver }

    func take() throws(ParseError) -> StreamRecord? {
        if let record = try find() { return record }
        forgetPassed()
        if !isWithin { document?.rest() }
        return nil
    }

    var hasText: Bool { content == .json }

    func takeText() throws(ParseError) -> [UInt8]? {
        keepsText = true
        defer {
            keepsText = false
            text = []
        }
        return try take().map { _ in text }
    }

    private func find() throws(ParseError) -> StreamRecord? {
        while true {
            switch stage {
            case .over: return nil
            case .length(let scanner):
                guard try readLength(scanner) else { return nil }
            case .passing(let left):
                let count = min(left, held.count - next)
                pass(count)
                if count < left {
                    stage = isAtEnd ? .over : .passing(left - count)
                    return nil
                }
                stage = .length(LengthScanner())
            case .document(let left):
                let count = min(left, held.count - next)
                if let record = try read(count, of: left) { return record }
                if count < left { return nil }
            }
        }
    }

    private func pass(_ count: Int) {
        next += count
        passed += count
    }

    // MARK: - Lengths

    /// `false` where more bytes are needed, or the stream ends.
    private func readLength(_ begun: LengthScanner) throws(ParseError) -> Bool {
        var scanner = begun
        while next < held.count {
            if scanner.count == 0 { lengthStart = passed }
            let isWhole = scanner.take(held[next], prefix)
            pass(1)
            guard scanner.isValid else {
                stage = .over
                throw fault(.syntax, "expected a length of at most 64 bits in at most 10 bytes", at: lengthStart)
            }
            if isWhole {
                try begin(scanner.value)
                return true
            }
        }
        stage = .length(scanner)
        guard isAtEnd else { return false }
        stage = .over
        if scanner.count > 0 { throw fault(.truncated, "the stream ends within a length", at: passed) }
        return false
    }

    private func begin(_ length: UInt64) throws(ParseError) {
        documentStart = passed
        let limit = options.limits.recordBytes
        guard length <= UInt64(max(limit, 0)) else {
            giveUp(Int(exactly: length))
            throw fault(
                .limitExceeded, "a record of \(length) bytes is declared, longer than \(limit) (the limit recordBytes)",
                at: lengthStart)
        }
        guard length > 0 else {
            giveUp(0)
            throw fault(.syntax, "expected a document but the frame is empty", at: lengthStart)
        }
        stage = .document(Int(length))
    }

    /// No record comes of the frame, of which so many bytes are left.
    private func giveUp(_ left: Int?) {
        document?.restart()
        isWithin = false
        if options.resynchronises, let left { stage = .passing(left) } else { stage = .over }
    }

    private func fault(_ code: ParseError.Code, _ message: String, at offset: Int) -> ParseError {
        ParseError(code, message, atByte: offset, name: name)
    }

    // MARK: - Documents

    /// Reads `count` bytes of a document of which `left` are to come. Its record, if they are all.
    private func read(_ count: Int, of left: Int) throws(ParseError) -> StreamRecord? {
        let document = self.document ?? content.document(options: options, name: name)
        self.document = document
        if count < left, !document.takesPieces, !isAtEnd { return nil }
        let chunk = held
        let bytes = chunk.span.extracting(next..<next + count)
        do throws(ParseError) {
            var record: StreamRecord?
            if count < left {
                if count > 0 { try document.feed(bytes) }
                isWithin = isWithin || count > 0
            } else {
                record = try isWithin ? document.finish(bytes) : document.read(bytes)
                isWithin = false
            }
            pass(count)
            if let record {
                offset = documentStart
                stage = .length(LengthScanner())
                if keepsText { text = Array(copying: bytes.trimmed) }
                return record
            }
        } catch {
            pass(count)
            giveUp(left - count)
            throw error.inFrame(at: documentStart, content)
        }
        stage = .document(left - count)
        guard isAtEnd else { return nil }
        stage = .over
        throw fault(
            .truncated, "the stream ends \(left - count) bytes before the end of a document", at: passed)
    }
}

extension Span<UInt8> {
    /// The text of a JSON document, without a byte order mark and the white space around it.
    fileprivate var trimmed: Span<UInt8> {
        @_lifetime(copy self)
        get {
            var (start, end) = (0, count)
            if count >= 3, self[0] == 0xEF, self[1] == 0xBB, self[2] == 0xBF { start = 3 }
            let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
            while start < end, isBlank(self[start]) { start += 1 }
            while start < end, isBlank(self[end - 1]) { end -= 1 }
            return extracting(start..<end)
        }
    }
}

/// A length as its bytes arrive.
struct LengthScanner {
    private(set) var value: UInt64 = 0
    /// Bytes of it so far.
    private(set) var count = 0
    private(set) var isValid = true

    /// Whether it is complete with this byte.
    mutating func take(_ byte: UInt8, _ prefix: DocumentFraming.LengthPrefix) -> Bool {
        switch prefix {
        case .uint32BigEndian:
            value = value << 8 | UInt64(byte)
            count += 1
            return count == 4
        case .varint:
            // The tenth byte has the 64th bit, and no more.
            isValid = count < 9 || (count == 9 && byte <= 1)
            guard isValid else { return true }
            value |= UInt64(byte & 0x7F) << UInt64(7 * count)
            count += 1
            return byte < 0x80
        }
    }

    /// The bytes of a length; `nil` where the prefix cannot say it.
    static func bytes(_ length: Int, _ prefix: DocumentFraming.LengthPrefix) -> [UInt8]? {
        switch prefix {
        case .uint32BigEndian:
            guard let value = UInt32(exactly: length) else { return nil }
            return (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
        case .varint:
            var bytes: [UInt8] = []
            var rest = UInt64(length)
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            return bytes + [UInt8(rest)]
        }
    }
}
