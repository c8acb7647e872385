import SluiceThreading
import Testing

@Suite struct ThreadingEventTests {
    @Test func `Setting it lets all go who wait, and all who come`() throws {
        let event = Threading.Event()
        #expect(!event.isSet)
        let threads = (0..<4).map { _ in Threading.Thread { #expect(event.wait(timeout: longEnough)) } }
        for thread in threads { try thread.start() }
        event.set()
        for thread in threads { try thread.join() }
        #expect(event.isSet)
        #expect(event.wait())
        event.set()
        #expect(event.wait(timeout: .zero))
    }

    @Test func `After clearing it, who comes waits`() throws {
        let event = Threading.Event()
        event.set()
        event.clear()
        #expect(!event.isSet)
        #expect(!event.wait(timeout: .milliseconds(1)))
        #expect(!event.wait(timeout: .seconds(-1)))
    }

    @Test func `Two threads take turns with two events`() throws {
        let (ping, pong) = (Threading.Event(), Threading.Event())
        let number = Unguarded()
        let thread = try Threading.Thread {
            for _ in 0..<200 {
                ping.wait()
                ping.clear()
                number.value += 1
                pong.set()
            }
        }.start()
        for i in 0..<200 {
            #expect(number.value == i)
            ping.set()
            pong.wait()
            pong.clear()
        }
        try thread.join()
        #expect(number.value == 200)
    }
}
