#if Services
import SluiceStreaming
import Testing

@Suite struct ClientOptionsTests {
    @Test func `Nothing is tried twice unless that is asked for`() {
        #expect(ClientOptions().retry == .never)
        #expect(ClientOptions(retry: .forever).retry == .forever)
        #expect(ClientOptions().timeouts == .default)
    }
}
#endif
