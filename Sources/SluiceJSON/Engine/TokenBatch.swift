/// Some tokens of a document, as the scanner wrote them, and the bytes that they speak of.
///
/// Two words a token: kind (top byte) and offset into `text`; length, whose top bit says that the text had escapes and
/// stands decoded in `decoded` instead, one such text after the other.
@usableFromInline
@unsafe struct TokenBatch {
    @usableFromInline let tokens: UnsafePointer<UInt64>
    @usableFromInline let count: Int
    @usableFromInline let text: UnsafePointer<UInt8>
    @usableFromInline let decoded: UnsafePointer<UInt8>
    /// Where `text` begins, in bytes from the start of the document.
    let offset: Int

    init(
        tokens: UnsafePointer<UInt64>, count: Int, text: UnsafePointer<UInt8>, decoded: UnsafePointer<UInt8>,
        offset: Int
    ) {
        unsafe self.offset = offset
        unsafe self.tokens = tokens
        unsafe self.count = count
        unsafe self.text = text
        unsafe self.decoded = decoded
    }

    /// Hands each token to `handler`. Inlined into the caller's module, so that the handler's methods are, too.
    @inlinable
    func deliver<Handler: JSON.ContentHandler & ~Copyable>(to handler: inout Handler) throws {
        let offsetMask: UInt64 = 0x00FF_FFFF_FFFF_FFFF
        let decodedBit: UInt64 = 1 << 63
        var decoded = unsafe self.decoded
        var token = unsafe tokens
        let end = unsafe tokens + 2 * count
        while unsafe token < end {
            let word = unsafe token[0]
            let kind = UInt8(truncatingIfNeeded: word >> 56)
            switch kind {
            case UInt8(ascii: "k"), UInt8(ascii: "\""):
                let isDecoded = unsafe token[1] & decodedBit != 0
                let length = unsafe Int(truncatingIfNeeded: token[1] & ~decodedBit)
                // Safe: the scanner checked offset and length against the input, which the caller holds until we return.
                let start = unsafe isDecoded ? decoded : text + Int(truncatingIfNeeded: word & offsetMask)
                if isDecoded { unsafe decoded += length }
                let span = unsafe Span(_unsafeStart: start, count: length)
                if kind == UInt8(ascii: "k") {
                    try handler.key(JSON.Text(utf8: span))
                } else {
                    try handler.string(JSON.Text(utf8: span))
                }
            case UInt8(ascii: "0"):
                let start = unsafe text + Int(truncatingIfNeeded: word & offsetMask)
                let span = unsafe Span(_unsafeStart: start, count: Int(truncatingIfNeeded: token[1]))
                try handler.number(JSON.NumberText(utf8: span))
            case UInt8(ascii: "{"): try handler.startObject()
            case UInt8(ascii: "}"): try handler.endObject()
            case UInt8(ascii: "["): try handler.startArray()
            case UInt8(ascii: "]"): try handler.endArray()
            case UInt8(ascii: "t"): try handler.boolean(true)
            case UInt8(ascii: "f"): try handler.boolean(false)
            default: try handler.null()
            }
            unsafe token += 2
        }
    }
}
