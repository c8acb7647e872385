/// The text of gzip data (RFC 1952) that arrives in pieces: what ``GzipSource`` is for a source, for bytes that are fed.
///
/// Several members one after the other are one text, zero bytes after a member are skipped, and every checksum is
/// verified. Memory: zlib's 40 KiB. After an error every call throws it again.
package struct GzipDecoder: ~Copyable {
    private let inflater = Inflater()
    private let name: String
    private var state = State.magic
    private var failure: IOFailure?

    private enum State {
        /// Before the first byte of a member, the first one of all included.
        case magic
        /// Behind the first byte of its magic.
        case secondOfMagic
        case member
        case betweenMembers
    }

    package init(name: String? = nil) { self.name = name ?? "<stream>" }

    /// Appends the text of `input`, until either runs out; says how many bytes of it were used. Call it again as long as
    /// not all are used, or `output` was filled: there may be more.
    package mutating func decode(
        _ input: Span<UInt8>, into output: inout OutputSpan<UInt8>
    ) throws(IOFailure) -> Int {
        if let failure { throw failure }
        var next = 0
        while output.freeCapacity > 0 {
            switch state {
            case .betweenMembers where next < input.count && input[next] == 0: next += 1
            case .magic, .betweenMembers:
                guard next < input.count else { return next }
                let isFirst = if case .magic = state { true } else { false }
                guard input[next] == 0x1F else {
                    throw fail(isFirst ? "it is not gzip" : "what follows the compressed data is not gzip")
                }
                try inflate([0x1F], into: &output)
                next += 1
                state = .secondOfMagic
            case .secondOfMagic:
                guard next < input.count else { return next }
                state = .member
            case .member:
                let step = inflater.inflate(input.extracting(next...), into: &output)
                next += step.used
                switch step.outcome {
                case .goesOn: break
                case .needsInput: return next
                case .memberEnd:
                    inflater.restart()
                    state = .betweenMembers
                case .damaged(let reason): throw fail("damaged gzip data (\(reason))")
                }
            }
        }
        return next
    }

    /// Gives zlib a byte that was looked at.
    private mutating func inflate(_ bytes: [UInt8], into output: inout OutputSpan<UInt8>) throws(IOFailure) {
        if case .damaged(let reason) = inflater.inflate(bytes.span, into: &output).outcome {
            throw fail("damaged gzip data (\(reason))")
        }
    }

    /// Says that no more bytes come.
    package mutating func finish() throws(IOFailure) {
        if let failure { throw failure }
        guard case .betweenMembers = state else { throw fail("the compressed data is cut short") }
    }

    private mutating func fail(_ reason: String) -> IOFailure {
        let failure = IOFailure(.decompress, name, reason: reason)
        self.failure = failure
        return failure
    }
}
