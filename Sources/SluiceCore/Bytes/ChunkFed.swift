/// What takes a document in chunks, and gives what it finds in them: the side of a parser that asynchronous bytes meet.
package protocol ChunkFed: AnyObject {
    associatedtype Found
    /// Takes the next bytes, once all that was found in the others has been given.
    func feed(chunk: some Sequence<UInt8>)
    /// Says that no more bytes come.
    func finishInput()
    /// The next thing found; `nil` where that takes more bytes, and at the end.
    func take() throws -> Found?
    /// Whether nothing more is found, whatever is fed.
    var isOver: Bool { get }
}

extension ChunkFed {
    /// The next thing found, with as many chunks as it takes; `nil` at the end.
    package func next<Chunks: AsyncIteratorProtocol>(from chunks: inout Chunks) async throws -> Found?
    where Chunks.Element: Sequence, Chunks.Element.Element == UInt8 {
        while true {
            if let found = try take() { return found }
            if isOver { return nil }
            if let chunk = try await chunks.next() { feed(chunk: chunk) } else { finishInput() }
        }
    }
}
