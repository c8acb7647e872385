import SluiceCore
import Testing

@Suite struct IOFailureErrnoTests {
    @Test func `The reason is in the system's words`() {
        let failure = IOFailure(.open, "a.json", errno: 2)
        #expect(failure.description == "cannot open 'a.json': No such file or directory")
        #expect(failure.errno == 2)
    }

    @Test func `A number that the system does not know has a reason too`() {
        #expect(IOFailure(.read, "a", errno: 99_999).reason.contains("99999"))
    }
}
