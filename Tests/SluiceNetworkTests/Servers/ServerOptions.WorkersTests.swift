#if Services
import SluiceNetwork
import Testing

@Suite struct ServerOptionsWorkersTests {
    @Test func `There is one worker at least`() {
        #expect(ServerOptions.Workers(command: ["x"], count: 0).count == 1)
        #expect(ServerOptions.Workers(command: ["x"]).count == 4)
    }
}
#endif
