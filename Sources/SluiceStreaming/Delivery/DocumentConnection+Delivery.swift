#if Services
internal import SluiceCore

extension DocumentConnection {
    /// Whether the peer opens a delivery (``DocumentClient/deliver(_:stream:progress:)``), and does not simply send records. Waits for the first bytes;
    /// none is taken.
    public func opensDelivery() async throws -> Bool { try await input.begins(with: DeliveryMessage.opening) }

    /// Takes a delivery on: records are checked as they arrive, given to a store, and acknowledged when it has kept them.
    ///
    /// What is promised: a record that was acknowledged is in the store; one whose connection broke off before is sent again, and,
    /// being known by its number, kept once. So each record is there exactly once when the client has been told that all are,
    /// however often either side was killed. While the store keeps records, the next are read, some megabytes at most.
    ///
    /// - Returns: How many records of the stream the store has.
    /// - Throws: ``StreamError`` for a bad record: what came before it is kept, the client is told, and would be told
    ///   so again. ``ConnectionError``, and what the store throws: the client is told that it may try another time.
    @discardableResult
    public func receiveDelivery(into store: some DeliveryStore) async throws -> Int {
        guard let line = try await input.line(limit: DeliveryMessage.limit), let opening = DeliveryMessage.Opening(line)
        else { throw ConnectionError(.protocolViolation, "expected a delivery", peer: peer.description) }
        try await check(opening)
        var receipt = DeliveryMessage.Receipt(received: try await store.received(of: opening.stream))
        try await writer.write(bytes: receipt.line)
        input.isEveryRecordEnded = true

        do {
            receipt.received = try await keep(opening.stream, after: receipt.received, in: store)
            // A server that shuts down has not read all.
            receipt.isComplete = !input.isCut
        } catch let fault as Fault {
            guard fault.error.code != .truncated else { throw fault.error }
            receipt.received = fault.received
            receipt.error = fault.error.description.visible
            try await writer.write(bytes: receipt.line)
            throw fault.error
        }
        try await writer.write(bytes: receipt.line)
        return receipt.received
    }

    /// Tells the client why its delivery cannot be taken, where that is so.
    private func check(_ opening: DeliveryMessage.Opening) async throws {
        let reason: String
        if opening.stream.utf8.count > DeliveryMessage.nameLimit {
            reason = "the name of a stream has \(DeliveryMessage.nameLimit) bytes at most"
        } else if opening.framing != framing.description {
            reason = "records framed as \(framing.description) are expected, not as \(opening.framing.visible)"
        } else {
            return
        }
        let receipt = DeliveryMessage.Receipt(received: 0, error: reason)
        try await writer.write(bytes: receipt.line)
        throw ConnectionError(.protocolViolation, reason, peer: peer.description)
    }

    /// Takes whatever comes: a delivery, or records that simply are sent; the peer is told nothing of those, and one whose connection
    /// breaks off does not know how many were kept.
    ///
    /// - Throws: As ``receiveDelivery(into:)``.
    public func receive(into store: some DeliveryStore) async throws {
        if try await opensDelivery() {
            try await receiveDelivery(into: store)
        } else {
            do { _ = try await keep(nil, after: 0, in: store) } catch let fault as Fault { throw fault.error }
        }
    }

    /// A bad record, and how many before it were kept.
    private struct Fault: Error {
        let error: StreamError
        let received: Int
    }

    /// Gives all that comes to a store, and says how many records there are then.
    private func keep(_ stream: String?, after received: Int, in store: some DeliveryStore) async throws -> Int {
        let mailbox = DeliveryMailbox(stream: stream, first: received)
        let writer = writer
        async let kept = Self.keep(mailbox, after: received, in: store, stream == nil ? nil : writer)
        var fault: (any Error)?
        do { try await read(into: mailbox) } catch { fault = error }
        mailbox.finish()
        let total = try await kept
        guard let fault else { return total }
        throw (fault as? StreamError).map { Fault(error: $0, received: total) } ?? fault
    }

    private func read(into mailbox: DeliveryMailbox) async throws {
        let isLine = framing == .ndjson
        while !mailbox.isFinished {
            var records: [[UInt8]] = []
            var fault: StreamError?
            do throws(StreamError) {
                while let text = try input.takeText() { records.append(isLine ? text : onOneLine(text)) }
            } catch {
                fault = error
            }
            if !records.isEmpty { mailbox.append(records) }
            if let fault { throw fault }
            await mailbox.room()
            guard try await input.hasMore() else { return }
        }
    }

    /// JSON may be spread over lines, outside of its strings. XML stays as it is.
    package func onOneLine(_ text: [UInt8]) -> [UInt8] {
        guard framing.content == .json else { return text }
        return text.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
    }

    private static func keep(
        _ mailbox: DeliveryMailbox, after first: Int, in store: some DeliveryStore, _ writer: DocumentWriter?
    ) async throws -> Int {
        // Whoever reads is not to wait for room that nobody makes.
        defer { mailbox.finish() }
        var received = first
        while let batch = await mailbox.next() {
            do { received = try await store.keep(batch) } catch {
                // At once: whoever reads may wait for the next record for long. What failed is not for the peer to know.
                let receipt = DeliveryMessage.Receipt(
                    received: received, error: "the server could not keep the records", mayPass: true)
                try? await writer?.write(bytes: receipt.line)
                throw error
            }
            guard let writer else { continue }
            let receipt = DeliveryMessage.Receipt(received: received)
            // A client that has gone will ask.
            try? await writer.send(receipt.line, records: 1)
        }
        return received
    }
}
#endif
