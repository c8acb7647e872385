#if Services
import NIOCore
@testable import SluiceStreaming
import Testing

@Suite struct ConnectionErrorTests {
    private func text(_ error: any Error) -> String? {
        ConnectionError(channel: error, peer: "tcp://10.0.0.1:1")?.description
    }

    @Test func `An error of the system is said in words, behind who the peer is`() {
        let peer = "tcp://10.0.0.1:1: "
        #expect(
            text(IOError(errnoCode: SystemCode.reset, reason: "read")) == peer + "the peer broke the connection off")
        #expect(
            text(IOError(errnoCode: SystemCode.pipe, reason: "write")) == peer + "the peer broke the connection off")
        #expect(text(IOError(errnoCode: SystemCode.refused, reason: "connect")) == peer + "nobody listens there")
        #expect(text(IOError(errnoCode: SystemCode.timedOut, reason: "read")) == peer + "the peer no longer answers")
        #expect(
            text(IOError(errnoCode: SystemCode.denied, reason: "bind"))
                == peer + "the system does not allow this address: take a port of 1024 or above")
        for code in [SystemCode.noNetwork, SystemCode.noHost] {
            #expect(text(IOError(errnoCode: code, reason: "connect")) == peer + "no way leads there")
        }
        for code in [SystemCode.noDescriptor, SystemCode.noDescriptors] {
            #expect(
                text(IOError(errnoCode: code, reason: "socket"))
                    == peer + "there is no descriptor left: end something, or raise the limit")
        }
        #expect(text(ChannelError.ioOnClosedChannel) == peer + "the connection is closed")
        #expect(text(ChannelError.connectTimeout(.seconds(2))) == peer + "no connection within 2000 ms")
    }

    @Test func `What refuses a path speaks of paths`() {
        let address = StreamAddress.unix("/a/b")
        let denied = IOError(errnoCode: SystemCode.denied, reason: "bind")
        #expect(
            ConnectionError(listening: denied, at: address)?.description
                == "unix:/a/b: the system does not allow this address: take a path that this user may write to")
        let missing = IOError(errnoCode: SystemCode.missing, reason: "bind")
        #expect(ConnectionError(listening: missing, at: address)?.code == .address)
        #expect(ConnectionError(channel: missing, peer: "unix:/a/b")?.code == .refused)
    }

    @Test func `An error of another kind is none of the connection's`() {
        #expect(text(CancellationError()) == nil)
    }

    @Test func `The peer is named once, by who knew it first`() {
        let error = ConnectionError(.idle, "nothing came", peer: "tcp://10.0.0.2:2")
        #expect(text(error) == "tcp://10.0.0.2:2: nothing came")
        #expect(text(ConnectionError(.idle, "nothing came")) == "tcp://10.0.0.1:1: nothing came")
    }
}
#endif
