/// A place bytes go to, in order, one chunk at a time.
public protocol ByteSink: ~Copyable {
    /// Takes all of `bytes`, waiting for room where it must.
    /// - Throws: ``IOFailure``. How much of `bytes` arrived is then unknown.
    mutating func write(_ bytes: Span<UInt8>) throws(IOFailure)
}
