#if Services
import SluiceNetwork
import Testing

@Suite struct ServerOptionsTests {
    @Test func `They begin as Python's do, but for addresses used again`() {
        let options = ServerOptions()
        #expect(options.allowReuseAddress)
        #expect(!options.allowReusePort)
        #expect(options.maxPacketSize == 8192)
        #expect(options.threads == 0)
        #expect(options.blockOnClose)
        #expect(!options.daemonThreads)
    }

    @Test func `There is one worker at least`() {
        #expect(ServerOptions.Workers(command: ["x"], count: 0).count == 1)
        #expect(ServerOptions.Workers(command: ["x"]).count == 4)
    }
}
#endif
