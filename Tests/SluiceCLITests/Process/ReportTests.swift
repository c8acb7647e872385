#if Services
import SluiceCommandLine
import SluiceCore
import Testing

@Suite struct ReportTests {
    private enum Other: Error { case some }

    @Test func `Each error has the status that suits it`() {
        #expect(Report.say(ExitStatus.bad) == .bad)
        #expect(Report.say(IOFailure(.write, "out", errno: 32)) == .fine)
        #expect(Report.say(Other.some) == nil)
    }

    @Test func `Records that were left out make the status bad`() {
        #expect(Report.say([], of: 0) == .fine)
    }
}
#endif
