public import SluiceCore

extension Socket {
    /// Sends as much of `bytes` as the system takes at once, and says how much: waits until it is one byte at least.
    ///
    /// It is taken, and on its way; whether it arrives, only an answer tells.
    public func send(_ bytes: Span<UInt8>, flags: MessageFlags = []) throws(IOFailure) -> Int {
        try handle.send(bytes, flags, .send)
    }

    /// The same.
    public func send(_ bytes: [UInt8], flags: MessageFlags = []) throws(IOFailure) -> Int {
        try send(bytes.span, flags: flags)
    }

    /// Sends all of `bytes`, waiting for room where it must.
    ///
    /// - Throws: ``IOFailure``. How much was sent is then unknown.
    public func sendAll(_ bytes: Span<UInt8>, flags: MessageFlags = []) throws(IOFailure) {
        try handle.sendAll(bytes, flags, .send)
    }

    /// The same.
    public func sendAll(_ bytes: [UInt8], flags: MessageFlags = []) throws(IOFailure) {
        try sendAll(bytes.span, flags: flags)
    }

    /// The same of a text in UTF-8.
    public func sendAll(_ text: String, flags: MessageFlags = []) throws(IOFailure) {
        try sendAll(Array(text.utf8).span, flags: flags)
    }

    /// Sends a datagram to an address. A name is looked up each time.
    @discardableResult
    public func sendTo(
        _ bytes: Span<UInt8>, _ address: SocketAddress, flags: MessageFlags = []
    ) throws(IOFailure) -> Int {
        let system = try SystemAddress(address, family: family, type: type, .send)
        return try handle.send(bytes, flags, to: system, name: address)
    }

    /// The same.
    @discardableResult
    public func sendTo(_ bytes: [UInt8], _ address: SocketAddress, flags: MessageFlags = []) throws(IOFailure) -> Int {
        try sendTo(bytes.span, address, flags: flags)
    }

    /// The same of a text in UTF-8.
    @discardableResult
    public func sendTo(_ text: String, _ address: SocketAddress, flags: MessageFlags = []) throws(IOFailure) -> Int {
        try sendTo(Array(text.utf8).span, address, flags: flags)
    }

    /// Sends one message out of several buffers, which are copied together, with control messages beside it; says how many
    /// bytes were taken.
    ///
    /// - Parameter address: Whom to, of a socket that is not connected.
    @discardableResult
    public func sendMsg(
        _ buffers: [[UInt8]], control: [ControlMessage] = [], flags: MessageFlags = [], to address: SocketAddress? = nil
    ) throws(IOFailure) -> Int {
        var system: SystemAddress?
        if let address { system = try SystemAddress(address, family: family, type: type, .send) }
        return try handle.sendMessage(buffers, control, flags, to: system, name: address)
    }

    /// Sends bytes, one at least, and open descriptors with them: the peer gets duplicates, and these stay open here.
    ///
    /// Unix sockets only.
    @discardableResult
    public func sendFDs(_ bytes: [UInt8], _ descriptors: [Int32], flags: MessageFlags = []) throws(IOFailure) -> Int {
        try sendMsg([bytes], control: descriptors.isEmpty ? [] : [.descriptors(descriptors)], flags: flags)
    }

    /// Sends bytes of an open file, which the system copies by itself; says how many. The file ends where it ends.
    ///
    /// Where the descriptor stands does not count, and is not changed.
    /// - Parameter offset: The first byte sent, from 0.
    /// - Parameter count: Bytes to send; to the end of the file unless given.
    @discardableResult
    public func sendFile(fileDescriptor: Int32, offset: Int = 0, count: Int? = nil) throws(IOFailure) -> Int {
        try handle.sendFile(fileDescriptor, from: max(offset, 0), count: max(count ?? .max, 0))
    }

    /// The same of the file at a path.
    ///
    /// - Throws: ``IOFailure`` of ``IOFailure/Operation/open`` with the path where it cannot be opened.
    @discardableResult
    public func sendFile(contentsOf path: String, offset: Int = 0, count: Int? = nil) throws(IOFailure) -> Int {
        let file = try OpenFile(path)
        return try sendFile(fileDescriptor: file.number, offset: offset, count: count)
    }
}
