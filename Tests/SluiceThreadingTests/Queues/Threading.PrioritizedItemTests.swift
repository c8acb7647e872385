import SluiceThreading
import Testing

@Suite struct ThreadingPrioritizedItemTests {
    @Test func `Items are compared by their priorities alone`() {
        let (a, b) = (
            Threading.PrioritizedItem(priority: 1, item: "x"), Threading.PrioritizedItem(priority: 2, item: "a")
        )
        #expect(a < b && !(b < a) && a != b)
        #expect(a == Threading.PrioritizedItem(priority: 1, item: "y"))
    }
}
