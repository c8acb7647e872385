#if Services
import SluiceCommandLine
import Testing

@testable import SluiceStreamCLI
@testable import SluiceStreaming

@Suite struct StreamReportTests {
    @Test func `A connection that fails ends the command with 2, a bad document with its place`() async {
        await #expect(throws: ExitStatus.failed) {
            try await StreamReport.of { throw ConnectionError(.refused, "nobody listens there") }
        }
        await #expect(throws: ParseError.self) {
            var decoder = DocumentDecoder(.ndjson)
            decoder.feed(Array("[\n".utf8))
            try await StreamReport.of { _ = try decoder.next() }
        }
        await #expect(throws: CancellationError.self) { try await StreamReport.of { throw CancellationError() } }
    }
}
#endif
