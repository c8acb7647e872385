#if Services
internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// The connections of a server, so that they can be closed.
final class OpenConnections: Sendable {
    typealias Accepted = HTTP1Channel.Value

    private struct State {
        /// Those that nobody handles yet. A server that ends forgets them, and NIO ends the process where one is let go of
        /// without having been used.
        var accepted: [ObjectIdentifier: Accepted] = [:]
        var handled: [ObjectIdentifier: any Channel] = [:]
        /// Called when a connection is not handled any more.
        var onEnd: [ObjectIdentifier: @Sendable () -> Void] = [:]
        var isOver = false
    }

    private let state = Mutex(State())

    /// A connection has come.
    func accept(_ connection: Accepted) {
        let isOver = state.withLock { state in
            if !state.isOver { state.accepted[ObjectIdentifier(connection.channel)] = connection }
            return state.isOver
        }
        if isOver { Self.discard(connection) }
    }

    /// A connection is handled from here on.
    func insert(_ channel: any Channel) {
        state.withLock { state in
            state.accepted[ObjectIdentifier(channel)] = nil
            state.handled[ObjectIdentifier(channel)] = channel
        }
    }

    func remove(_ channel: any Channel) {
        let onEnd = state.withLock { state in
            state.handled[ObjectIdentifier(channel)] = nil
            return state.onEnd.removeValue(forKey: ObjectIdentifier(channel))
        }
        onEnd?()
    }

    /// Calls a closure when nobody handles the connection any more.
    func whenEnded(_ channel: any Channel, _ body: @escaping @Sendable () -> Void) {
        let key = ObjectIdentifier(channel)
        let isHandled = state.withLock { state in
            // Or it will be: who has gone meanwhile is handled all the same.
            let isHandled = state.handled[key] != nil || state.accepted[key] != nil
            if isHandled { state.onEnd[key] = body }
            return isHandled
        }
        if !isHandled { body() }
    }

    func closeAll() {
        for channel in state.withLock({ Array($0.handled.values) }) { PatientClose.closeAtOnce(channel) }
    }

    /// Says that nobody will handle those that were accepted, nor any that still come.
    func end() {
        let accepted = state.withLock { state in
            state.isOver = true
            defer { state.accepted = [:] }
            return state.accepted.values
        }
        for connection in accepted { Self.discard(connection) }
    }

    private static func discard(_ connection: Accepted) {
        Task { try? await connection.executeThenClose { _, _ in } }
    }
}
#endif
