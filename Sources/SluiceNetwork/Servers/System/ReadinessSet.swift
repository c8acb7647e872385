#if Services
internal import CSockets
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Descriptors that one thread waits for until there is something to read, however many there are.
///
/// What costs time is what is ready, not what is waited for (epoll, kqueue). Each descriptor is reported once, and is then
/// no longer waited for until it is added again. One that is closed is waited for no more.
final class ReadinessSet: Sendable {
    private let number: Int32
    private let waker: Waker

    init() throws(IOFailure) {
        number = sluice_waiting_open()
        if number < 0 { throw IOFailure(current: .open, "a set of descriptors to wait for") }
        guard let waker = Waker.borrow() else {
            let failure = IOFailure(current: .open, "a descriptor to be woken by")
            SocketHandle.closePassed(number)
            throw failure
        }
        self.waker = waker
        try add(waker.readEnd)
    }

    deinit {
        // Before the waker serves someone else.
        SocketHandle.closePassed(number)
        waker.giveBack(raised: true)
    }

    /// Waits for it, once.
    func add(_ descriptor: Int32) throws(IOFailure) {
        if sluice_waiting_add(number, descriptor) != 0 {
            throw IOFailure(current: .open, "descriptor \(descriptor) to wait for")
        }
    }

    func remove(_ descriptor: Int32) { _ = sluice_waiting_remove(number, descriptor) }

    /// Returns from ``wait(milliseconds:)``, now or the next time. Any thread may.
    func wake() { waker.raise() }

    /// Those that are ready, some at a time; none when the time is over, or someone has woken it.
    func wait(milliseconds: Int32) -> [Int32] {
        var ready = [Int32](repeating: -1, count: 64)
        let count = unsafe ready.withUnsafeMutableBufferPointer { buffer in
            // Safe: the call is told how much room there is.
            unsafe sluice_waiting_wait(number, buffer.baseAddress!, Int32(buffer.count), milliseconds)
        }
        ready.removeLast(ready.count - Int(max(count, 0)))
        if ready.contains(waker.readEnd) {
            sluice_waker_lower(waker.readEnd)
            ready.removeAll { $0 == waker.readEnd }
            // It was there a moment ago: it cannot fail.
            try? add(waker.readEnd)
        }
        return ready
    }
}
#endif
