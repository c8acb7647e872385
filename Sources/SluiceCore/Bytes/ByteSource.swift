/// A place bytes come from, in order, one chunk at a time.
///
/// A source moves bytes and knows nothing of what they mean. It holds nothing back: what it has read is in the chunk.
public protocol ByteSource: ~Copyable {
    /// What errors call it: a path, an address. `nil` where it has no name.
    var name: String? { get }

    /// Appends the next bytes to `chunk`, waiting until there is at least one.
    ///
    /// `chunk` has free space. Nothing appended means the end of the input; every later call appends nothing too.
    /// - Throws: ``IOFailure``. Bytes already appended remain valid.
    mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure)
}

extension ByteSource where Self: ~Copyable {
    public var name: String? { nil }
}
