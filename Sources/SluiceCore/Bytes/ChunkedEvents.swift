/// The events of one chunk at a time, kept until they are asked for. A class, for iterators, which are copied about.
package final class ChunkedEvents<Event>: ChunkFed {
    /// Parses bytes, and adds their events to the array.
    package typealias Parse = (_ bytes: [UInt8], _ isLast: Bool, _ events: inout [Event]) throws -> Void

    private let parse: Parse
    private var events: [Event] = []
    private var position = 0
    private var failure: (any Error)?
    private var isAtEnd = false

    package init(parse: @escaping Parse) { self.parse = parse }

    package var isOver: Bool { isAtEnd && position == events.count && failure == nil }

    /// What has been parsed and not been given; then the error, if there is one.
    package func take() throws -> Event? {
        if position < events.count {
            defer { position += 1 }
            return events[position]
        }
        events.removeAll(keepingCapacity: true)
        position = 0
        if let failure {
            self.failure = nil
            throw failure
        }
        return nil
    }

    package func feed(chunk: some Sequence<UInt8>) { parse(Array(chunk), isLast: false) }

    package func finishInput() { parse([], isLast: true) }

    private func parse(_ bytes: [UInt8], isLast: Bool) {
        guard !isAtEnd else { return }
        isAtEnd = isLast
        do { try parse(bytes, isLast, &events) } catch {
            failure = error
            isAtEnd = true
        }
    }
}
