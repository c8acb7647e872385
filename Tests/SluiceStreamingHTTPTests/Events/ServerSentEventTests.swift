#if Services
@testable import SluiceStreamingHTTP
import Testing

@Suite struct ServerSentEventTests {
    @Test func `Each part has its line, and data has as many as it has`() throws {
        #expect(ServerSentEvent(data: "a").text == "data: a\n\n")
        #expect(ServerSentEvent(data: "").text == "data: \n\n")
        let event = ServerSentEvent(id: "1", event: "tick", data: "a\nb\r\nc\rd\n", retry: .milliseconds(1500))
        #expect(event.text == "id: 1\nevent: tick\nretry: 1500\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n")
        #expect(try ServerSentEvent(data: ["a": [1, "\n"]]).text == "data: {\"a\":[1,\"\\n\"]}\n\n")
        #expect(ServerSentEvent.comment("a\nb") == ": a\n: b\n\n")
    }

    @Test func `Nothing can be smuggled into another line`() {
        let event = ServerSentEvent(id: "1\ndata: x\0", event: "a\r\nb", data: "c")
        #expect(event.text == "id: 1data: x\nevent: ab\ndata: c\n\n")
    }
}
#endif
