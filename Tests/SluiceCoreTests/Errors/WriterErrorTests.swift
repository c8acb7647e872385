import SluiceCore
import Testing

@Suite struct WriterErrorTests {
    @Test func `The description is the message, and a code's description its name`() {
        let error = WriterError(.misuse, "expected a value but found a name")
        #expect("\(error)" == "expected a value but found a name")
        #expect(error.description == error.message)
        #expect("\(error.code)" == "misuse")
        #expect(error != WriterError(.number, error.message))
    }
}
