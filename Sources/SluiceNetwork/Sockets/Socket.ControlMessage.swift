internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Socket {
    /// What goes beside the bytes of a message: open descriptors, or what a protocol has to say.
    public struct ControlMessage: Sendable {
        /// Whose it is: `SOL_SOCKET`, or a protocol's number.
        public var level: Int32
        /// Which one of theirs: `SCM_RIGHTS`, say.
        public var type: Int32
        /// The system's bytes. Of descriptors received, use ``descriptors``.
        public var data: [UInt8]
        /// The descriptors that came with a message received. Those that nobody takes are closed.
        public let descriptors: PassedDescriptors?

        init(level: Int32, type: Int32, data: [UInt8], descriptors: PassedDescriptors?) {
            self.level = level
            self.type = type
            self.data = data
            self.descriptors = descriptors
        }

        /// One of any kind, to be sent.
        public init(level: Int32, type: Int32, data: [UInt8]) {
            self.init(level: level, type: type, data: data, descriptors: nil)
        }

        /// Open descriptors for the peer, who gets duplicates: they stay open here. Unix sockets only.
        public static func descriptors(_ numbers: [Int32]) -> ControlMessage {
            let data = numbers.flatMap { number in
                (0..<4).map { UInt8(truncatingIfNeeded: UInt32(bitPattern: number) >> (shift(of: $0))) }
            }
            return ControlMessage(level: SOL_SOCKET, type: Int32(SCM_RIGHTS), data: data)
        }

        /// Bytes of one that carries `count`. Python's `CMSG_LEN`.
        public static func length(_ count: Int) -> Int { SocketHandle.length(max(count, 0)) }

        /// The same with the padding behind it: the room that it takes. Python's `CMSG_SPACE`.
        public static func space(_ count: Int) -> Int { SocketHandle.space(max(count, 0)) }

        /// Where a byte of a number in memory stands in its value.
        private static func shift(of byte: Int) -> UInt32 {
            UInt32(1).littleEndian == 1 ? UInt32(byte) * 8 : UInt32(3 - byte) * 8
        }
    }

    /// Open descriptors that came with a message. Who takes them closes them; those that nobody takes are closed.
    public final class PassedDescriptors: Sendable {
        private let numbers: Locked<[Int32]>

        init(_ numbers: [Int32]) { self.numbers = Locked(numbers) }

        deinit {
            for number in take() { SocketHandle.closePassed(number) }
        }

        /// How many are here to take.
        public var count: Int { numbers.withLock { $0.count } }

        /// Takes them all. Each is closed on exec.
        public func take() -> [Int32] {
            numbers.withLock { numbers in
                defer { numbers = [] }
                return numbers
            }
        }
    }

    /// A message received, and what came with it.
    public struct Message: Sendable {
        public var bytes: [UInt8]
        public var control: [ControlMessage]
        /// What the system said of it: ``MessageFlags/truncated``, say.
        public var flags: MessageFlags
        /// Who sent it; `nil` where the socket is connected and the system does not say.
        public var address: SocketAddress?
    }
}
