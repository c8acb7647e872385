/// A source of whatever type: one dynamic call a chunk.
package class SourceReader {
    /// What errors call it.
    package let name: String?

    fileprivate init(name: String?) { self.name = name }

    package static func of<Source: ByteSource & ~Copyable>(_ source: consuming Source) -> SourceReader {
        AnySourceReader(source)
    }

    /// Fills `buffer` from its beginning, and says with how many bytes.
    package func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IOFailure) -> Int { 0 }
}

private final class AnySourceReader<Source: ByteSource & ~Copyable>: SourceReader {
    private var source: Source

    init(_ source: consuming Source) {
        let name = source.name
        self.source = source
        super.init(name: name)
    }

    override func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IOFailure) -> Int {
        var room = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        do { try source.read(into: &room) } catch {
            _ = unsafe room.finalize(for: buffer)
            throw error
        }
        return unsafe room.finalize(for: buffer)
    }
}
