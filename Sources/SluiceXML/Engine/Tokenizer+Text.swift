internal import SluiceCore

// Text that is to come in one piece: it is gathered over references, CDATA sections, entities and chunks.
extension Tokenizer {
    /// Whether a token is part of a text: text itself, or where a CDATA section or an entity begins or ends; or a reference
    /// that is to be scanned again.
    @inlinable
    static func isPartOfText(_ token: UnsafePointer<UInt64>) -> Bool {
        switch unsafe UInt8(truncatingIfNeeded: token[0] >> 56) {
        case UInt8(ascii: "T"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "&"):
            true
        default: false
        }
    }

    /// Whether a token is a text all by itself: one with neighbours, or none yet, is to be gathered.
    @usableFromInline
    func isWholeText(_ token: UnsafePointer<UInt64>) throws -> Bool {
        let next = unsafe token + 4
        guard !isGathering, unsafe UInt8(truncatingIfNeeded: token[0] >> 56) == UInt8(ascii: "T"),
            unsafe next < batchEnd, unsafe !Self.isPartOfText(next)
        else { return false }
        try unsafe admit(token, bytes: Int(truncatingIfNeeded: token[3]))
        return true
    }

    /// Adds what a part of a text has to say.
    @usableFromInline
    func gather(_ token: UnsafePointer<UInt64>) throws {
        guard unsafe UInt8(truncatingIfNeeded: token[0] >> 56) == UInt8(ascii: "T") else { return }
        if !isGathering {
            isGathering = true
            isGatheredBlank = true
            unsafe gatheredToken = token
        }
        let text = unsafe TokenBatch.text(token).utf8
        try unsafe admit(gatheredToken ?? token, bytes: gathered.count + text.count)
        if unsafe token[0] >> 48 & 2 == 0 { isGatheredBlank = false }
        gathered.append(copying: text)
    }

    private func admit(_ token: UnsafePointer<UInt64>, bytes: Int) throws {
        guard bytes > options.limits.textBytes else { return }
        let fault = ParseError(
            .limitExceeded, "a text is longer than \(options.limits.textBytes) bytes (the limit textBytes)",
            at: gatheredPosition ?? (unsafe position(of: token)), path: tokenPath, sourceName: name)
        forgetGathered()
        throw fail(fault)
    }

    /// The text that was gathered. The place of what is delivered is its place until ``letGo(_:)``.
    @usableFromInline
    func takeGathered() -> (text: [UInt8], isBlank: Bool) {
        isGathering = false
        var text: [UInt8] = []
        swap(&text, &gathered)
        return (text, isGatheredBlank)
    }

    /// Gives the memory of a gathered text back.
    @usableFromInline
    func letGo(_ text: consuming [UInt8]) {
        text.removeAll(keepingCapacity: true)
        gathered = text
        unsafe gatheredToken = nil
        gatheredPosition = nil
    }

    func forgetGathered() {
        isGathering = false
        letGo(gathered)
    }

    /// Notes the place of what was gathered, before its token goes.
    func settleGathered() {
        guard let token = unsafe gatheredToken, gatheredPosition == nil else { return }
        gatheredPosition = unsafe position(of: token)
    }
}
