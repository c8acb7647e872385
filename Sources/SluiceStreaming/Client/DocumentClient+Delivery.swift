#if Services
internal import SluiceCore

/// How far a delivery is.
public struct DeliveryProgress: Sendable, Hashable {
    /// Records that the server has for good.
    public internal(set) var acknowledged = 0
    /// Bytes of the source before the record that was sent last.
    public internal(set) var sourceBytes = 0
    /// How often it was connected.
    public internal(set) var connections = 0
}

extension DocumentClient {
    /// Delivers every record of a source to a server that takes deliveries (``DocumentConnection/receiveDelivery(into:)``), exactly once.
    ///
    ///     let options = ClientOptions(retry: .forever)
    ///     let client = DocumentClient(address, framing: .ndjson, options: options)
    ///     try await client.deliver(.json("orders.ndjson"), stream: "orders-2026-11-26")
    ///
    /// The server says how many records of the stream it has; those are passed over, in this call as well as in one after a
    /// crash, so that a broken connection neither loses nor repeats any. Where the connection breaks it is made anew, as ``ClientOptions/retry`` says,
    /// which counts from the last time that something was acknowledged. What is promised rests on the name: the same name is the same records in the
    /// same order.
    ///
    /// - Parameters:
    ///   - source: The records. It is read from the start for each connection; where the server has many of them, these are passed over
    ///     before the connection is made on which the others go.
    ///   - stream: The name of the stream, of 1 KiB at most; whoever uses it again goes on with it.
    ///   - progress: Called when something was sent or acknowledged, by one task at a time, which others wait for.
    /// - Returns: How many records the server has of the stream: all of them.
    /// - Throws: ``ConnectionError``: where the server cannot be reached any more, or refuses a record (`protocolViolation`);
    ///   ``WriterError`` where the source has fewer records than the server, for a name that is too long, and for stanzas and whole
    ///   documents, which cannot go on; what the source throws, when the server has what is good before it; `CancellationError`.
    @discardableResult
    public func deliver(
        _ source: DocumentSource, stream: String,
        progress: @escaping @Sendable (DeliveryProgress) -> Void = { _ in }
    ) async throws -> Int {
        switch framing {
        case .xmlStanzas, .wholeDocument, .sniffed:
            throw WriterError(.misuse, "a delivery wants a framing in which records stand alone, not \(framing)")
        default: break
        }
        guard stream.utf8.count <= DeliveryMessage.nameLimit else {
            throw WriterError(.misuse, "the name of a stream has \(DeliveryMessage.nameLimit) bytes at most")
        }
        let state = Monitor(DeliveryProgress())
        @Sendable func note(_ change: @Sendable (inout DeliveryProgress) -> Void) {
            // Under the lock: who reads receipts and who sends are two tasks.
            state.update { state in
                change(&state)
                progress(state)
            }
        }
        let place = SourcePlace(source)
        var attempts = Attempts(options.retry)
        while true {
            let before = state.update { $0.acknowledged }
            do {
                switch try await deliverOnce(place, stream, note) {
                case .complete(let total): return total
                case .isBehind(let received): try place.move(to: received)
                }
            } catch {
                if state.update({ $0.acknowledged }) > before { attempts.reset() }
                try await attempts.wait(after: ConnectionError(channel: error, peer: address.description) ?? error)
            }
        }
    }

    /// What came of a connection.
    private enum Outcome: Sendable {
        case complete(Int)
        /// The server has so many records that passing them over would keep it waiting.
        case isBehind(Int)
    }

    /// Records that are passed over while the server waits.
    private static let fewRecords = 1_000

    private func deliverOnce(
        _ place: SourcePlace, _ stream: String,
        _ note: @escaping @Sendable (@Sendable (inout DeliveryProgress) -> Void) -> Void
    ) async throws -> Outcome {
        let open = try await connectOnce()
        return try await serve(open) { connection in
            note { $0.connections += 1 }
            let writer = connection.writer
            let opening = DeliveryMessage.Opening(stream: stream, framing: framing)
            try await writer.write(bytes: opening.line)
            let received = try await receipt(connection).received
            note { $0.acknowledged = received }
            guard place.distance(to: received) <= Self.fewRecords else { return .isBehind(received) }

            async let sent = Self.send(place, behind: received, writer, note)
            var last = DeliveryMessage.Receipt(received: received)
            do {
                while !last.isComplete {
                    last = try await receipt(connection)
                    let count = last.received
                    note { $0.acknowledged = count }
                }
            } catch {
                writer.close(after: .zero)
                // What is wrong with the source says more than that the connection has ended.
                do { _ = try await sent } catch let fault {
                    guard fault is ConnectionError else { throw fault }
                }
                throw error
            }
            let total = try await sent
            guard last.received == total else {
                let message = "the server has \(last.received) records, and \(total) were sent"
                // Fewer: on the way something was lost, which can be sent again.
                if last.received < total { throw ConnectionError(.reset, message, peer: address.description) }
                throw violation(message)
            }
            return .complete(total)
        }
    }

    private static func send(
        _ place: SourcePlace, behind received: Int, _ writer: DocumentWriter,
        _ note: @escaping @Sendable (@Sendable (inout DeliveryProgress) -> Void) -> Void
    ) async throws -> Int {
        let count: Int
        do {
            let cursor = try place.cursor(behind: received)
            count = try await writer.send(cursor) { _, bytes in note { $0.sourceBytes = bytes } }
        } catch {
            if error is ConnectionError || error is CancellationError {
                writer.close(after: .zero)
            } else {
                // The source is at fault: what is good before it is delivered first.
                try? await finish(writer)
            }
            throw error
        }
        try await finish(writer)
        return received + count
    }

    private static func finish(_ writer: DocumentWriter) async throws {
        do { try await writer.finish() } catch {
            // What has not gone out is dropped: the next delivery of the stream goes on behind what the server has kept.
            writer.close(after: .zero)
            throw error
        }
    }

    private func receipt(_ connection: DocumentConnection) async throws -> DeliveryMessage.Receipt {
        guard let line = try await connection.input.line(limit: DeliveryMessage.limit) else {
            throw ConnectionError(.closed, "the server has ended the connection", peer: address.description)
        }
        guard let receipt = DeliveryMessage.Receipt(line) else {
            throw violation("the server takes no deliveries: it does not answer as one that does")
        }
        if let error = receipt.error {
            guard receipt.mayPass else { throw violation("the server refuses a record: \(error.visible)") }
            throw ConnectionError(.unavailable, error.visible, peer: address.description)
        }
        return receipt
    }

    private func violation(_ message: String) -> ConnectionError {
        ConnectionError(.protocolViolation, message, peer: address.description)
    }
}
#endif
