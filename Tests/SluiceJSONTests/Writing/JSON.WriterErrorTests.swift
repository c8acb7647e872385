import SluiceCore
import SluiceJSON
import Testing

@Suite struct JSONWriterErrorTests {
    @Test func `The code tells the kind and the description is the message`() throws {
        var writer = JSON.Writer(to: MemorySink())
        do {
            try writer.key("a")
            Issue.record("a name was taken for a value")
        } catch let error as JSON.WriterError {
            #expect(error.code == .misuse)
            #expect(error.description == error.message)
            #expect("\(error.code)" == "misuse")
        }
        do {
            try writer.number(Double.infinity)
            Issue.record("an infinity was written")
        } catch let error as JSON.WriterError {
            #expect(error.code == .number)
            #expect(error.message == "expected a finite number but found Infinity")
        }
    }
}
