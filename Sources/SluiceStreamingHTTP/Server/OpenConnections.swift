#if Services
internal import NIOCore
internal import Synchronization

/// The connections of a server, so that they can be closed.
final class OpenConnections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    func insert(_ channel: any Channel) { channels.withLock { $0[ObjectIdentifier(channel)] = channel } }

    func remove(_ channel: any Channel) { _ = channels.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) } }

    func closeAll() { for channel in channels.withLock({ Array($0.values) }) { PatientClose.closeAtOnce(channel) } }
}
#endif
