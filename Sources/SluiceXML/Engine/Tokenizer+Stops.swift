internal import CScan
internal import SluiceCore

// Tokens that the scan stops behind, since they say how to go on.
extension Tokenizer {
    /// Acts on the token that stopped the scan, which has been delivered.
    func settle() throws {
        guard let token = unsafe stop else { return }
        defer { forgetStop() }
        let text = unsafe TokenBatch.text(token).utf8
        do {
            switch unsafe UInt8(truncatingIfNeeded: token[0] >> 56) {
            case UInt8(ascii: "X"): try declare(text)
            case UInt8(ascii: "D"): readDocumentType(text, isImplied: unsafe token[0] >> 48 & 1 == 1)
            default: try readExternalEntity(text)
            }
        } catch let error as ParseError {
            guard try recovers(from: error) else { throw fail(error) }
            if unsafe UInt8(truncatingIfNeeded: token[0] >> 56) == UInt8(ascii: "&") { skipEntity(text) }
        }
        reconsiderEnd()
    }

    /// The XML declaration: the encoding that it names is that of all that follows.
    private func declare(_ text: Span<UInt8>) throws {
        let declaration = try XMLDeclaration(text) { message, offset in
            self.error(.notWellFormed, message, at: 5 + offset)
        }
        standalone = declaration.isStandalone
        guard let encoding = declaration.encoding, options.encoding == nil else { return }
        // Safe: the rest of the chunk is not looked at again but through what comes back.
        let rest = unsafe UnsafeBufferPointer(rebasing: chunk[consumed...])
        do {
            guard let decoded = try unsafe decoder.declare(encoding, rest: rest, isLast: isLast) else { return }
            unsafe replaceRest(by: decoded)
        } catch {
            throw self.error(error.code, error.message, at: 5 + (declaration.encodingAt ?? 0))
        }
    }
}
