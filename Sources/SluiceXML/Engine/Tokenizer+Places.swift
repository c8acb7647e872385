internal import CScan
internal import SluiceCore

// Where a token or a fault is, in the document and among its elements.
extension Tokenizer {
    /// What is scanned; the tracker stands at its beginning.
    var seen: UnsafeBufferPointer<UInt8> {
        unsafe isPending ? pending.all : UnsafeBufferPointer(rebasing: chunk[mark...])
    }

    /// Where a token begins in what is scanned.
    private func index(of token: UnsafePointer<UInt64>) -> Int {
        unsafe Int(truncatingIfNeeded: token[1] >> 32) + scannedFrom - (isPending ? 0 : mark)
    }

    /// Where the token that is being delivered begins. Linear in all, for places that are asked for in turn.
    var position: TextPosition {
        if let gatheredPosition { return gatheredPosition }
        guard let token = unsafe gatheredToken ?? token else { return tracker.position }
        return unsafe position(of: token)
    }

    /// Line and column of the token that is being delivered. Quicker than its position, for those who ask at every one.
    var placeOfToken: TagPlace {
        guard let token = unsafe token else {
            return TagPlace(line: tracker.position.line, column: tracker.position.column)
        }
        if lines.batchNumber != batchNumber {
            lines.batchNumber = batchNumber
            lines.counter.begin(self)
        }
        let line = unsafe sluice_xml_line(&lines.counter.counts, token)
        return unsafe TagPlace(line: line, column: lines.counter.column(of: token))
    }

    func position(of token: UnsafePointer<UInt64>) -> TextPosition {
        let index = unsafe index(of: token)
        var known = (tracker: tracker, index: 0)
        if let located, located.index <= index { known = located }
        known.tracker.advance(over: unsafe UnsafeBufferPointer(rebasing: seen[known.index..<index]).span)
        known.index = index
        located = known
        return known.tracker.position
    }

    /// The elements that are open where the scan stands.
    var path: String { unsafe TokenizerFault.path(of: scanner) }

    /// The elements that are open at the token that is being delivered; the one that it begins or ends is among them.
    ///
    /// The scan is ahead of it by the rest of the batch, which is gone through backwards.
    var tokenPath: String {
        guard let token = unsafe token, unsafe token < batchEnd else { return path }
        var depth = unsafe sluice_xml_depth(scanner)
        // The ends, within those, of elements that were open at the token. Gathered text precedes its token.
        let isText = unsafe gatheredToken != nil
        var ended: [UnsafePointer<UInt64>] = unsafe []
        var back = unsafe batchEnd - 4
        while unsafe back >= token {
            switch unsafe UInt8(truncatingIfNeeded: back[0] >> 56) {
            case UInt8(ascii: "S") where unsafe back > token || isText:
                if unsafe ended.popLast() == nil { depth -= 1 }
            case UInt8(ascii: "E"): unsafe ended.append(back)
            default: break
            }
            unsafe back -= 4
        }
        return unsafe TokenizerFault.path(of: scanner, depth: depth, ended: ended, names: batchNames)
    }

    /// The bytes, as UTF-8, that a token and all behind it are made of, as far as they have arrived: of those behind the
    /// batch, where it is `nil`.
    func unconsumed(from token: UnsafePointer<UInt64>?) -> [UInt8] {
        var bytes: [UInt8] = []
        if isPending {
            let start = unsafe token.map { unsafe index(of: $0) } ?? pending.consumed
            unsafe bytes += pending.all[min(start, pending.count)...]
            unsafe bytes += chunk[consumed...]
        } else {
            let start = unsafe token.map { unsafe index(of: $0) + mark } ?? consumed
            unsafe bytes += chunk[min(start, chunk.count)...]
        }
        return bytes
    }

    /// The bytes that are held, where in the document they begin, and the index among them that tokens' places count from.
    var held: (bytes: UnsafeBufferPointer<UInt8>, start: TextPosition, tokensFrom: Int) {
        unsafe (seen, tracker.position, scannedFrom - (isPending ? 0 : mark))
    }

    /// Where in the document the bytes begin that tokens' places count from.
    var batchOffset: Int { tracker.position.offset + scannedFrom - (isPending ? 0 : mark) }

    /// Where in the document the bytes end whose tokens have been given.
    var scannedOffset: Int { tracker.position.offset + (isPending ? pending.consumed : consumed - mark) }

    // MARK: Faults

    /// An error at the token that stopped the scan, or is being delivered, `offset` bytes into it.
    func error(_ code: ParseError.Code, _ message: String, at offset: Int) -> ParseError {
        guard let token = unsafe stop ?? token else {
            return ParseError(code, message, at: tracker.position, path: path, sourceName: name)
        }
        return tracker.error(
            code, message, at: unsafe index(of: token) + offset, in: unsafe seen.span, path: path, sourceName: name)
    }

    /// What does not fit into a tree, at the token that says it.
    func error(_ overflow: ArenaBuilder.Overflow) -> ParseError {
        guard let token = unsafe overflow.token else { return error(overflow.code, overflow.message, at: 0) }
        unsafe self.token = token
        return tracker.error(
            overflow.code, overflow.message, at: unsafe index(of: token), in: unsafe seen.span, path: tokenPath,
            sourceName: name)
    }

    /// An error of a document that is not valid, at a token or at the document's end. Linear in all, as places are.
    func invalidity(_ message: String, at token: UnsafePointer<UInt64>?, path: String) -> ParseError {
        guard let token = unsafe token else { return endError(.invalid, message) }
        unsafe _ = position(of: token)
        let known = located ?? (tracker, 0)
        let rest = unsafe UnsafeBufferPointer(rebasing: seen[known.index...])
        return known.tracker.error(.invalid, message, at: 0, in: unsafe rest.span, path: path, sourceName: name)
    }

    /// Where the token that stopped the scan stands in the scanned bytes.
    var stopPlace: Int { unsafe stop.map { unsafe Int(truncatingIfNeeded: $0[1] >> 32) } ?? 0 }

    /// An error behind all that has been decoded.
    func error(_ problem: InputDecoder.Problem) -> ParseError { endError(problem.code, problem.message) }

    func overLimit() -> ParseError {
        endError(
            .limitExceeded,
            "the document is longer than the limit of \(options.limits.documentBytes) bytes (documentBytes)")
    }

    private func endError(_ code: ParseError.Code, _ message: String) -> ParseError {
        let seen =
            unsafe pending.isEmpty ? UnsafeBufferPointer(rebasing: chunk[mark...]) : pending.all
        return tracker.error(
            code, message, at: seen.count, in: unsafe seen.span, path: path, sourceName: name)
    }

    /// The fault, or what the error handler throws when it hears of it.
    func told(_ fault: ParseError) -> any Error {
        guard !isFaultTold else { return fault }
        isFaultTold = true
        do { try handlers.error?.fatalError(fault) } catch { return error }
        return fault
    }

    /// The parse ends with a fault that the scanner does not know of.
    func fail(_ fault: ParseError) -> any Error {
        self.fault = fault
        return told(fault)
    }
}
