internal import CSockets

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Socket {
    /// How one message is sent or received, and what the system said of it. Python's `MSG_...`; any of the system's will do.
    ///
    /// That no signal ends the process, and that descriptors received are closed on exec, needs no flag: it is always so.
    public struct MessageFlags: OptionSet, Sendable, Hashable {
        public let rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// What is received stays there to be received again.
        public static let peek = MessageFlags(rawValue: Int32(MSG_PEEK))
        /// Urgent data.
        public static let outOfBand = MessageFlags(rawValue: Int32(MSG_OOB))
        /// Not by way of a gateway.
        public static let dontRoute = MessageFlags(rawValue: Int32(MSG_DONTROUTE))
        /// Waits until there is as much as there is room for, or the end.
        public static let waitAll = MessageFlags(rawValue: Int32(MSG_WAITALL))
        /// Does not wait, whatever the timeout of the socket.
        public static let dontWait = MessageFlags(rawValue: Int32(MSG_DONTWAIT))
        /// More comes soon: the system need not send a small packet now. Nothing where the system has no such flag.
        public static let moreComing = MessageFlags(rawValue: sluice_msg_more)
        /// Of a message received: it was longer than the room for it, and its end is lost.
        public static let truncated = MessageFlags(rawValue: Int32(MSG_TRUNC))
        /// Of a message received: its control messages were longer than the room for them.
        public static let controlTruncated = MessageFlags(rawValue: Int32(MSG_CTRUNC))
        /// The end of a record, where the protocol has such.
        public static let endOfRecord = MessageFlags(rawValue: Int32(MSG_EOR))

        /// What a call that never sleeps in the system is given.
        var sending: Int32 { sleepingToSend | Int32(MSG_DONTWAIT) }
        var receiving: Int32 { subtracting(.waitAll).rawValue | Int32(MSG_DONTWAIT) }
        /// What a call is given that sleeps there.
        var sleepingToSend: Int32 { subtracting(.waitAll).rawValue | sluice_msg_nosignal }
        var sleeping: Int32 { rawValue }
    }
}
