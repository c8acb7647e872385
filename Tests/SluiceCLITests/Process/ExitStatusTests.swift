import Testing

@testable import SluiceCommandLine

@Suite struct ExitStatusTests {
    @Test func `A failure of the system is worse than a bad document`() {
        #expect([ExitStatus.bad, .failed, .fine].sorted() == [.fine, .bad, .failed])
    }
}
