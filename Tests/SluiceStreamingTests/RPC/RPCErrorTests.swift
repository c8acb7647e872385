#if Services
@testable import SluiceStreaming
import Testing

@Suite struct RPCErrorTests {
    @Test func `An error comes back as it was sent`() {
        let error = RPCError(code: 7, message: "no", data: ["a": 1])
        #expect(RPCError(error.json) == error)
        #expect(error.json == ["code": 7, "message": "no", "data": ["a": 1]])
    }

    @Test func `What lacks a code or a message is no error`() {
        #expect(RPCError(["code": 7]) == nil)
        #expect(RPCError(["message": "no"]) == nil)
        #expect(RPCError([1]) == nil)
    }

    @Test func `It is described with its code, and no control characters`() {
        #expect("\(RPCError(code: 7, message: "no\u{1B}[2J"))" == "no\\u{1b}[2J (7)")
        #expect("\(RPCError.invalidParameters("two"))" == "two (-32602)")
    }
}
#endif
