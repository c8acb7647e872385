#if Services
import Testing

@testable import SluiceStreamCLI

@Suite struct SendProgressTests {
    @Test func `It goes forward only, and says what was done`() {
        let progress = SendProgress(total: 100)
        progress.advance(to: 60)
        progress.advance(to: 40)
        progress.clear()
        #expect(progress.summary(records: 3).hasPrefix("3 records, 60 B in "))
    }
}
#endif
