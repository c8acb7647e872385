import SluiceThreading
import Testing

@Suite struct ThreadingQueueErrorTests {
    @Test func `An error says what is the matter with the queue`() {
        let errors: [Threading.QueueError] = [.empty, .full, .shutDown]
        #expect(errors.map(\.description) == ["the queue is empty", "the queue is full", "the queue was shut down"])
    }
}
