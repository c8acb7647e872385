import SluiceCore
import Testing

@Suite struct IOFailureTests {
    @Test func `The description names operation, target and reason`() {
        let failure = IOFailure(.decompress, "a.gz", reason: "the compressed data is cut short")
        #expect(failure.description == "cannot decompress 'a.gz': the compressed data is cut short")
        #expect(failure.errno == 0)
        #expect(
            IOFailure(.init("connect to"), "db:80", reason: "refused").description
                == "cannot connect to 'db:80': refused")
    }
}
