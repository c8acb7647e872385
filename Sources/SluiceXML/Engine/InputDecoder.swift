internal import SluiceCore

/// Makes UTF-8 of what a document is encoded in, which its first bytes and its declaration tell (XML 1.0, appendix F).
///
///     bytes -> byte order mark, or where the zero bytes stand -> UTF-8, -16, -32
///              '-> declaration -> the rest of the document in any encoding that reads ASCII as ASCII
///
/// What is UTF-8 is handed on where it lies. A mark or zero bytes that contradict the declaration are a fault.
@safe
final class InputDecoder {
    /// Bytes that are no text in the encoding, or an encoding that cannot be read.
    struct Problem: Error {
        let code: ParseError.Code
        let message: String
    }

    private enum Way {
        case undecided
        case utf8
        case ascii
        case latin1
        case unicode(Transcoder)
        case system(SystemDecoder, name: String)
    }

    /// Known from elsewhere.
    private let given: String?
    private var way = Way.undecided
    /// What the first bytes told, and whether by a mark.
    private var found = TextEncoding.utf8
    private var hasMark = false
    /// The first bytes, while they are too few to tell. Owned, as is the text: freed in deinit.
    private var start = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    private var text = unsafe UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

    /// Why nothing follows what was decoded last.
    private(set) var problem: Problem?
    /// The UTF-8 mark that precedes the text: bytes of the document, but none of its text.
    var mark: [UInt8] { hasMark && found == .utf8 ? [0xEF, 0xBB, 0xBF] : [] }

    init(encoding: String?) { given = encoding }

    /// Behind the beginning of a document that is UTF-8.
    init(plain: Void) {
        given = nil
        way = .utf8
    }

    /// Whether what follows is handed on as it is.
    var isPlain: Bool {
        if case .utf8 = way { problem == nil } else { false }
    }

    /// Whether the text is the document's own bytes.
    var isIdentity: Bool {
        if case .utf8 = way { !hasMark } else { false }
    }

    deinit {
        unsafe start.deallocate()
        unsafe text.deallocate()
    }

    /// The text of the next bytes: themselves, where they are UTF-8, or good until the next call.
    func decode(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> UnsafeBufferPointer<UInt8> {
        guard case .undecided = way else { return unsafe convert(bytes, isLast: isLast) }
        var first = unsafe bytes
        if unsafe start.count > 0 {
            unsafe keep(bytes)
            unsafe first = UnsafeBufferPointer(start)
        }
        guard unsafe isLast || isEnough(first.span) else {
            if unsafe start.count == 0 { unsafe keep(bytes) }
            return unsafe UnsafeBufferPointer(start: nil, count: 0)
        }
        let markBytes: Int
        do { markBytes = try unsafe decide(first.span) } catch {
            problem = error
            return unsafe UnsafeBufferPointer(start: nil, count: 0)
        }
        return unsafe convert(UnsafeBufferPointer(rebasing: first[markBytes...]), isLast: isLast)
    }

    /// Takes note of the declaration's encoding. The text of `rest`, the bytes behind the declaration, where it is not what
    /// it was before; good until the next call.
    func declare(
        _ encoding: String, rest: UnsafeBufferPointer<UInt8>, isLast: Bool
    ) throws(Problem) -> UnsafeBufferPointer<UInt8>? {
        let name = EncodingName(encoding)
        if case .unicode(found.unitBytes, let isLittleEndian) = name,
            isLittleEndian == nil || isLittleEndian == found.isLittleEndian
        {
            return nil
        }
        let contradiction = Problem(
            code: .encoding,
            message: "the document is encoded in \(found.name), but its declaration says '\(encoding)'")
        guard found == .utf8, !hasMark else { throw contradiction }
        switch name {
        case .unicode: throw contradiction
        case .ascii: way = .ascii
        case .latin1: way = .latin1
        case .other(let system):
            let decoder = try Self.decoder(system, calledBy: encoding)
            guard let probe = SystemDecoder(system), Self.readsASCII(probe) else {
                throw Problem(
                    code: .encoding,
                    message: "the declaration says '\(encoding)', but is not itself encoded so")
            }
            way = .system(decoder, name: encoding)
        }
        return unsafe convert(rest, isLast: isLast)
    }

    // MARK: The first bytes

    private func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
        let count = unsafe start.count
        let longer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(count + bytes.count, 1))
        for i in 0..<count { unsafe longer[i] = start[i] }
        if let source = bytes.baseAddress, let target = longer.baseAddress {
            unsafe (target + count).update(from: source, count: bytes.count)
        }
        unsafe start.deallocate()
        unsafe start = UnsafeMutableBufferPointer(rebasing: longer[..<(count + bytes.count)])
    }

    /// Whether the encoding can be told. Two ASCII characters and no NUL are enough: no other encoding begins so.
    private func isEnough(_ first: Span<UInt8>) -> Bool {
        if first.count >= TextEncoding.detectionBytes { return true }
        return first.count >= 2 && 1..<0x80 ~= first[0] && 1..<0x80 ~= first[1] && first[0] != Self.ebcdic[0]
    }

    /// `<?xm` in EBCDIC.
    private static let ebcdic: [UInt8] = [0x4C, 0x6F, 0xA7, 0x94]

    /// Finds out the encoding. Gives the bytes of the mark.
    private func decide(_ first: Span<UInt8>) throws(Problem) -> Int {
        let (detected, markBytes) = TextEncoding.detect(first)
        found = detected
        if let given {
            switch EncodingName(given) {
            case .unicode(let unitBytes, let isLittleEndian):
                let agrees =
                    detected.unitBytes == unitBytes
                    && (isLittleEndian == nil || isLittleEndian == detected.isLittleEndian)
                // Without a mark the higher byte comes first (RFC 2781, section 4.3).
                if !agrees { found = TextEncoding(unitBytes: unitBytes, isLittleEndian: isLittleEndian ?? false) }
                hasMark = agrees && markBytes > 0
                return begin(markBytes: agrees ? markBytes : 0)
            case .ascii: way = .ascii
            case .latin1: way = .latin1
            case .other(let system): way = .system(try Self.decoder(system, calledBy: given), name: given)
            }
            return 0
        }
        if first.count >= 4, (0..<4).allSatisfy({ first[$0] == Self.ebcdic[$0] }) {
            throw Problem(
                code: .unsupported,
                message: "the document is encoded in EBCDIC, of which there are many: its encoding must be given")
        }
        hasMark = markBytes > 0
        return begin(markBytes: markBytes)
    }

    private func begin(markBytes: Int) -> Int {
        way = found == .utf8 ? .utf8 : .unicode(Transcoder(from: found, offset: markBytes))
        return markBytes
    }

    private static func decoder(_ system: String, calledBy name: String) throws(Problem) -> SystemDecoder {
        // No shift sequences that hide markup: UTF-7 is not for documents (RFC 2152).
        guard !system.hasPrefix("UTF-7"), !system.hasPrefix("UTF7"), let decoder = SystemDecoder(system) else {
            throw Problem(code: .unsupported, message: "the encoding '\(name)' is not known")
        }
        return decoder
    }

    /// Whether the characters that declarations and markup are made of are what they are in ASCII.
    private static func readsASCII(_ decoder: SystemDecoder) -> Bool {
        let sample = Array(
            "\t\n\r !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz|".utf8)
        var text: [UInt8] = []
        do {
            try decoder.feed(sample.span, into: &text)
            try decoder.finish(into: &text)
        } catch { return false }
        return text == sample
    }

    // MARK: The text

    private func convert(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> UnsafeBufferPointer<UInt8> {
        switch way {
        case .undecided, .utf8: return unsafe bytes
        case .ascii:
            let count = Self.asciiPrefix(unsafe bytes.span)
            if count < bytes.count { refuse(unsafe bytes[count], as: "US-ASCII") }
            return unsafe UnsafeBufferPointer(rebasing: bytes[..<count])
        case .latin1:
            return unsafe convertLatin1(bytes)
        case .unicode(var transcoder):
            var output: [UInt8] = []
            do {
                try transcoder.feed(unsafe bytes.span, into: &output)
                if isLast { try transcoder.finish() }
            } catch {
                problem = Problem(code: error.isTruncation ? .truncated : .encoding, message: error.message)
            }
            way = .unicode(transcoder)
            return unsafe hold(output)
        case .system(let decoder, let name):
            var output: [UInt8] = []
            do {
                try decoder.feed(unsafe bytes.span, into: &output)
                if isLast { try decoder.finish(into: &output) }
            } catch {
                if let byte = error.byte {
                    refuse(byte, as: name)
                } else {
                    problem = Problem(code: .truncated, message: "the document ends within a character of \(name)")
                }
            }
            return unsafe hold(output)
        }
    }

    private func refuse(_ byte: UInt8, as encoding: String) {
        let digits = String(byte, radix: 16, uppercase: true)
        problem = Problem(
            code: .encoding,
            message: "expected valid \(encoding) but found the byte 0x\(byte < 0x10 ? "0" : "")\(digits)")
    }

    private static func asciiPrefix(_ bytes: Span<UInt8>) -> Int {
        var i = 0
        while i + 8 <= bytes.count {
            let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { break }
            i += 8
        }
        while i < bytes.count, bytes[i] < 0x80 { i += 1 }
        return i
    }

    private func convertLatin1(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let plain = Self.asciiPrefix(unsafe bytes.span)
        if plain == bytes.count { return unsafe bytes }
        makeRoom(plain + 2 * (bytes.count - plain))
        for i in 0..<plain { unsafe text[i] = bytes[i] }
        var count = plain
        // Safe: each byte from here on makes two at most, and there is room for them.
        for i in plain..<(bytes.count) {
            let byte = unsafe bytes[i]
            if byte < 0x80 {
                unsafe text[count] = byte
                count += 1
            } else {
                unsafe text[count] = 0xC0 | byte >> 6
                unsafe text[count + 1] = 0x80 | byte & 0x3F
                count += 2
            }
        }
        return unsafe UnsafeBufferPointer(rebasing: text[..<count])
    }

    private func makeRoom(_ count: Int) {
        // None has no address.
        guard unsafe text.count < max(count, 1) else { return }
        unsafe text.deallocate()
        unsafe text = .allocate(capacity: max(count, 1))
    }

    private func hold(_ output: [UInt8]) -> UnsafeBufferPointer<UInt8> {
        makeRoom(output.count)
        unsafe _ = text.update(fromContentsOf: output)
        return unsafe UnsafeBufferPointer(rebasing: text[..<output.count])
    }
}
