import Testing

@testable import SluiceThreading

@Suite struct ThreadingThreadLocalTests {
    @Test func `Each thread has a value of its own`() throws {
        let local = Threading.ThreadLocal { 0 }
        local.value = 100
        let log = Log<Int>()
        try onThreads(4) { number in
            #expect(!local.isSet)
            for _ in 0...number { local.value += 1 }
            log.add(local.value)
        }
        #expect(log.entries.sorted() == [1, 2, 3, 4])
        #expect(local.value == 100)
        local.remove()
        #expect(!local.isSet)
        #expect(local.value == 0)
    }

    @Test func `A value is changed in place, and what the body throws comes through`() {
        let local = Threading.ThreadLocal { [1] }
        #expect(
            local.withValue {
                $0.append(2)
                return $0.count
            } == 2)
        #expect(throws: Fault(1)) { try local.withValue { _ throws(Fault) in throw Fault(1) } }
        #expect(local.value == [1, 2])
    }

    @Test func `Values go with their thread, before joining ends`() throws {
        let local = Threading.ThreadLocal { Counter() }
        final class Seen: @unchecked Sendable { weak var counter: Counter? }
        let seen = Seen()
        try onThreads(1) { _ in
            seen.counter = local.value
            #expect(seen.counter != nil)
        }
        #expect(seen.counter == nil)
    }

    @Test func `Values of variables that are gone do not pile up`() throws {
        try onThreads(1) { _ in
            let counter = Counter()
            final class Value {
                let counter: Counter
                init(_ counter: Counter) {
                    self.counter = counter
                    counter.add()
                }
                deinit { counter.add(-1) }
            }
            for _ in 0..<1_000 {
                let local = Threading.ThreadLocal { Value(counter) }
                #expect(local.value.counter === counter)
                #expect(counter.value <= 17)
            }
        }
    }

    @Test func `A value that goes may use the variable, or others`() throws {
        final class Value {
            let local: Threading.ThreadLocal<Int>
            let counter: Counter
            init(_ local: Threading.ThreadLocal<Int>, _ counter: Counter) {
                self.local = local
                self.counter = counter
            }
            deinit {
                local.value += 1
                counter.add(local.value)
            }
        }
        let (number, counter) = (Threading.ThreadLocal { 0 }, Counter())
        let local = Threading.ThreadLocal { Value(number, counter) }
        try onThreads(1) { _ in
            _ = local.value
            local.value = Value(number, counter)
            #expect(counter.value == 1)
            local.remove()
            #expect(counter.value == 3)
            _ = local.value
        }
        // The number may have gone first, and begun anew.
        #expect([4, 6].contains(counter.value))
    }

    @Test func `Making a value may use other variables`() throws {
        let first = Threading.ThreadLocal { 20 }
        let second = Threading.ThreadLocal { first.value + 1 }
        try onThreads(2) { _ in
            first.value += 1
            #expect(second.value == 22)
        }
    }
}
