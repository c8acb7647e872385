import SluiceCore
import SluiceNetwork
import SluiceTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Signals that interrupt calls of the system again and again.
@Suite struct InterruptionTests {
    /// A thread that can be sent signals.
    private final class Target: Sendable {
        private let thread = Monitor<UInt?>(nil)

        /// From the thread itself.
        func begin() { thread.update { $0 = UInt(bitPattern: Self.current) } }
        func end() { thread.update { $0 = nil } }

        /// Sends a signal; `false` where the thread has ended or not begun.
        func interrupt() -> Bool {
            // The lock keeps the thread from ending meanwhile.
            thread.update { thread in
                guard let thread else { return false }
                return pthread_kill(pthread_t(thread), SIGUSR2) == 0
            }
        }

        private static var current: Int { Int(bitPattern: UInt(pthread_self())) }
    }

    @Test func `Calls go on after signals, and lose nothing`() throws {
        #if canImport(Glibc)
        // Without SA_RESTART: every call that waits is interrupted.
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in }
        unsafe sigaction(SIGUSR2, &action, nil)

        let (client, server) = try connectedOverTCP()
        try client.setSockOpt(.sendBuffer, 4096)
        var noise = Noise(seed: 3)
        let bytes = noise.bytes(1 << 20)
        let (sending, receiving) = (Target(), Target())
        let sender = try Aside { [bytes] () throws in
            sending.begin()
            defer { sending.end() }
            try client.sendAll(bytes)
            try client.shutdown(.write)
        }
        let receiver = try Aside { () throws -> [UInt8] in
            receiving.begin()
            defer { receiving.end() }
            return try drain(server)
        }
        var count = 0
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            let isSent = (sending.interrupt(), receiving.interrupt())
            if isSent == (false, false), count > 0 { break }
            if isSent.0 || isSent.1 { count += 1 }
        }
        try sender.value()
        let isSame = try receiver.value() == bytes
        #expect(isSame)
        #expect(count > 0)
        #endif
    }
}
