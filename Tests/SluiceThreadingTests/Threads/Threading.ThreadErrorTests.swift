import SluiceThreading
import Testing

@Suite struct ThreadingThreadErrorTests {
    @Test func `An error says what is wrong, and has a code`() throws {
        let error = #expect(throws: Threading.ThreadError.self) { try Threading.Lock().release() }
        #expect(error?.code == .notHeld)
        #expect(error?.message == "release of a lock that is open")
        #expect(error?.description == error?.message)
    }
}
