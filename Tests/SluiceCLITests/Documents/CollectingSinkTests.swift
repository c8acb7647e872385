#if Services
import SluiceCore
import SluiceJSON
import Testing

@testable import SluiceCLI

@Suite struct CollectingSinkTests {
    @Test func `What a writer has flushed can be had while it goes on`() throws {
        let collected = CollectingSink.Collected()
        var writer = JSON.Writer(
            to: CollectingSink(collected: collected), options: JSON.WriterOptions(roots: .lines))
        try writer.value(1)
        try writer.flush()
        #expect(collected.bytes == Array("1\n".utf8))
        collected.bytes = []
        try writer.value(["a"])
        _ = try writer.finish()
        #expect(collected.bytes == Array("[\"a\"]\n".utf8))
    }
}
#endif
