#if Services
import Dispatch
import SluiceCore

/// Standard input as it comes, read where it holds up no task.
struct StandardInputChunks: AsyncSequence {
    func makeAsyncIterator() -> Iterator { Iterator() }

    struct Iterator: AsyncIteratorProtocol {
        private let input = StandardInputReader()

        func next() async throws -> [UInt8]? {
            let input = input
            return try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(with: Result { try input.read() }) }
            }
        }
    }
}

/// Standard input, for one at a time.
private final class StandardInputReader: Sendable {
    private let source = Monitor(Reader())

    private final class Reader {
        var source = DescriptorSource(fileDescriptor: 0, name: "<stdin>", closes: false)
    }

    func read() throws -> [UInt8]? {
        let chunk = try source.update { reader in
            Result {
                try [UInt8](capacity: 64 << 10) { span throws in try reader.source.read(into: &span) }
            }
        }.get()
        return chunk.isEmpty ? nil : chunk
    }
}
#endif
