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
}
#endif
