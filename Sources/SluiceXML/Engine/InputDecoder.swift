internal import SluiceCore

/// Makes UTF-8 of what a document is encoded in, which its first bytes and its declaration tell (XML 1.0, appendix F).
@safe
struct InputDecoder {
    /// Bytes that are no text in the encoding, or an encoding that cannot be read.
    struct Problem: Error {
        let code: ParseError.Code
        let message: String
    }

    /// Known from elsewhere.
    private let given: String?
    private var transcoder: Transcoder?
    private var isDetected = false
    /// The first bytes, while they are too few to tell.
    private var start: [UInt8] = []
    private var output: [UInt8] = []
    /// What the last call made, where it failed.
    private(set) var decoded = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    init(encoding: String?) { given = encoding }

    /// The text of the next bytes: themselves, where they are UTF-8, or good until the next call.
    mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws -> UnsafeBufferPointer<UInt8> {
        unsafe bytes
    }

    mutating func declare(_ encoding: String, rest: UnsafeBufferPointer<UInt8>, isLast: Bool) throws
        -> UnsafeBufferPointer<UInt8>?
    {
        nil
    }
}
