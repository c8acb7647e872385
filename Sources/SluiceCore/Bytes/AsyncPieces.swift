/// Bytes that arrive one by one, gathered into pieces that end where something may be complete: it does not wait then.
public struct AsyncPieces<Bytes: AsyncSequence>: AsyncSequence where Bytes.Element == UInt8 {
    let bytes: Bytes
    let mayEnd: @Sendable (UInt8) -> Bool

    /// - Parameter mayEnd: Whether something that the bytes stand for may end with this one.
    package init(_ bytes: Bytes, mayEnd: @escaping @Sendable (UInt8) -> Bool) {
        self.bytes = bytes
        self.mayEnd = mayEnd
    }

    public func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes.makeAsyncIterator(), mayEnd: mayEnd) }

    public struct Iterator: AsyncIteratorProtocol {
        var bytes: Bytes.AsyncIterator
        let mayEnd: (UInt8) -> Bool

        private static var mostBytes: Int { 4096 }

        /// The next piece; `nil` at the end.
        public mutating func next() async throws -> [UInt8]? {
            var piece: [UInt8] = []
            while piece.count < Self.mostBytes, let byte = try await bytes.next() {
                piece.append(byte)
                if mayEnd(byte) { break }
            }
            return piece.isEmpty ? nil : piece
        }
    }
}
