#if Services
import SluiceTestSupport
@testable import SluiceStreaming
import Testing

@Suite struct RetryPolicyTests {
    @Test func `Pauses double up to the longest, each shortened by up to half`() {
        let policy = RetryPolicy(attempts: 10, first: .milliseconds(100), longest: .seconds(1))
        var noise = Noise(seed: 7)
        let bounds: [Int64] = [100, 200, 400, 800, 1000, 1000]
        for (attempt, longest) in bounds.enumerated() {
            for _ in 0..<100 {
                let pause = policy.pause(after: attempt, using: &noise)
                #expect(pause >= .milliseconds(longest) / 2 && pause <= .milliseconds(longest))
            }
        }
        #expect(policy.pause(after: .max, using: &noise) <= .seconds(1))
    }

    @Test func `There are as many attempts as are granted, and then the last error`() async {
        var attempts = Attempts(RetryPolicy(attempts: 3, first: .zero))
        let error = ConnectionError(.refused, "nobody")
        var count = 1
        let found = await caught {
            while true {
                try await attempts.wait(after: error)
                count += 1
            }
        }
        #expect(count == 3)
        #expect(found == "refused: nobody")
    }

    @Test func `Success begins the counting anew`() async {
        var attempts = Attempts(RetryPolicy(attempts: 2, first: .zero))
        let error = ConnectionError(.reset, "gone")
        for _ in 0..<5 {
            let found = await caught { try await attempts.wait(after: error) }
            #expect(found == nil)
            attempts.reset()
        }
    }

    @Test func `The time in all is kept to`() async {
        var attempts = Attempts(RetryPolicy(attempts: .max, first: .seconds(100), total: .seconds(1)))
        let found = await caught { try await attempts.wait(after: ConnectionError(.refused, "nobody")) }
        #expect(found == "refused: nobody")
    }

    @Test(arguments: [ConnectionError.Code.address, .tls, .protocolViolation, .slow])
    func `What would come to the same is not tried again`(code: ConnectionError.Code) async {
        var attempts = Attempts(.forever)
        let found = await caught { try await attempts.wait(after: ConnectionError(code, "no")) }
        #expect(found == "\(code): no")
    }

    @Test func `A policy says how often: once, or for ever`() {
        #expect(RetryPolicy.never.attempts == 1)
        #expect(RetryPolicy.forever.attempts == .max)
    }
}
#endif
