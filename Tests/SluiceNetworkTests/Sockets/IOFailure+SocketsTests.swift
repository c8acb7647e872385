import SluiceCore
import SluiceNetwork
import Testing

@Suite struct IOFailureSocketsTests {
    @Test func `A number of the resolver is none of the system's`() throws {
        let (client, server) = try connectedOverTCP()
        defer { server.close() }
        client.timeout = .nanoseconds(1)
        let late = try #require(throws: IOFailure.self) { _ = try client.recv(1) }
        #expect(late.isTimeout)
        var resolved = late
        resolved.operation = .resolve
        #expect(!resolved.isTimeout)
        #expect(!resolved.isUnknownName)
        for kind in [\IOFailure.wouldBlock, \.isConnectionRefused, \.isConnectionLost, \.isAddressInUse, \.isClosed] {
            #expect(!late[keyPath: kind])
        }
    }
}
