public import SluiceCore

extension Socket {
    /// Receives what there is, `count` bytes at most, waiting for the first; none means that the peer sends no more.
    ///
    /// Of a datagram the rest is lost.
    public func recv(_ count: Int, flags: MessageFlags = []) throws(IOFailure) -> [UInt8] {
        try [UInt8](capacity: max(count, 0)) { room throws(IOFailure) in
            _ = try handle.receive(into: &room, atMost: max(count, 0), flags, .receive)
        }
    }

    /// The same into the caller's memory, behind what is there; says how many bytes came. Nothing is allocated.
    @discardableResult
    public func recv(into room: inout OutputSpan<UInt8>, flags: MessageFlags = []) throws(IOFailure) -> Int {
        try handle.receive(into: &room, atMost: .max, flags, .receive)
    }

    /// The same over bytes that are there already, from the first on.
    public func recv(into bytes: inout MutableSpan<UInt8>, flags: MessageFlags = []) throws(IOFailure) -> Int {
        try handle.receive(into: &bytes, flags)
    }

    /// Receives a datagram, `count` bytes of it at most, and whose it is.
    public func recvFrom(
        _ count: Int, flags: MessageFlags = []
    ) throws(IOFailure) -> (bytes: [UInt8], address: SocketAddress) {
        var sender = SystemAddress()
        let bytes = try [UInt8](capacity: max(count, 0)) { room throws(IOFailure) in
            _ = try handle.receive(from: &sender, into: &room, atMost: max(count, 0), flags)
        }
        return (bytes, sender.address)
    }

    /// The same into the caller's memory, behind what is there.
    public func recvFrom(
        into room: inout OutputSpan<UInt8>, flags: MessageFlags = []
    ) throws(IOFailure) -> (count: Int, address: SocketAddress) {
        var sender = SystemAddress()
        let count = try handle.receive(from: &sender, into: &room, atMost: .max, flags)
        return (count, sender.address)
    }

    /// Receives a message and what came with it.
    ///
    /// - Parameter controlSize: Bytes of room for control messages: ``ControlMessage/space(_:)`` of each.
    public func recvMsg(
        _ count: Int, controlSize: Int = 0, flags: MessageFlags = []
    ) throws(IOFailure) -> Message {
        var message = Message(bytes: [], control: [], flags: [], address: nil)
        message.bytes = try [UInt8](capacity: max(count, 0)) { room throws(IOFailure) in
            (_, message.control, message.flags, message.address) = try handle.receiveMessage(
                into: &room, controlSize: controlSize, flags)
        }
        return message
    }

    /// The same into the caller's memory, behind what is there; ``Message/bytes`` stays empty.
    public func recvMsg(
        into room: inout OutputSpan<UInt8>, controlSize: Int = 0, flags: MessageFlags = []
    ) throws(IOFailure) -> (count: Int, message: Message) {
        let (count, control, told, address) = try handle.receiveMessage(into: &room, controlSize: controlSize, flags)
        return (count, Message(bytes: [], control: control, flags: told, address: address))
    }

    /// Receives bytes, and descriptors that come with them, at most `maxDescriptors`. Those that nobody takes are closed.
    ///
    /// Unix sockets only.
    public func recvFDs(
        _ count: Int, maxDescriptors: Int, flags: MessageFlags = []
    ) throws(IOFailure) -> (bytes: [UInt8], descriptors: PassedDescriptors, flags: MessageFlags) {
        let size = ControlMessage.length(max(maxDescriptors, 0) * MemoryLayout<Int32>.size)
        let message = try recvMsg(count, controlSize: maxDescriptors > 0 ? size : 0, flags: flags)
        let passed = message.control.compactMap(\.descriptors)
        if passed.count == 1 { return (message.bytes, passed[0], message.flags) }
        return (message.bytes, PassedDescriptors(passed.flatMap { $0.take() }), message.flags)
    }
}
