internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Names into addresses and back, by the system's resolver. Every call may wait for the network.
enum Resolver {
    /// What the system knows of a host and a service, in its order of preference.
    static func addresses(
        _ host: String?, _ service: String?, _ family: Socket.Family, _ type: Socket.Kind, _ protocolNumber: Int32,
        _ flags: Socket.AddressInfo.Flags
    ) throws(IOFailure) -> [(Socket.AddressInfo, SystemAddress)] {
        let target = [host ?? "", service].compactMap(\.self).joined(separator: ":")
        try checkForNUL(target)
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = family.rawValue
        unsafe hints.ai_socktype = type.rawValue
        unsafe hints.ai_protocol = protocolNumber
        unsafe hints.ai_flags = flags.rawValue
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe systemAddresses(host, service, &hints, &list)
        defer { unsafe freeaddrinfo(list) }
        guard code == 0 else { throw failure(target, code) }
        var all: [(Socket.AddressInfo, SystemAddress)] = []
        var next = unsafe list
        while let entry = unsafe next?.pointee {
            // Safe: the list is the system's own until it is freed, and each of its addresses has its length.
            if let pointer = unsafe entry.ai_addr {
                let address = unsafe SystemAddress(copying: pointer, length: entry.ai_addrlen)
                let name = unsafe entry.ai_canonname.map { unsafe String(cString: $0) }
                let info = unsafe Socket.AddressInfo(
                    family: Socket.Family(rawValue: entry.ai_family), type: Socket.Kind(rawValue: entry.ai_socktype),
                    protocolNumber: entry.ai_protocol, canonicalName: name, address: address.address)
                all.append((info, address))
            }
            unsafe next = entry.ai_next
        }
        return all
    }

    /// C would look up the name before the NUL.
    private static func checkForNUL(_ name: String) throws(IOFailure) {
        if name.utf8.contains(0) {
            throw IOFailure(.resolve, name.visible, errno: EAI_NONAME, reason: "the name has a NUL in it")
        }
    }

    /// The first address of a name, for a call that was given it.
    static func first(
        _ host: String, _ port: UInt16, _ family: Socket.Family, _ type: Socket.Kind, _ address: SocketAddress,
        _ operation: IOFailure.Operation
    ) throws(IOFailure) -> SystemAddress {
        let found = try addresses(host, String(port), family, type == .raw ? .any : type, 0, [])
        guard let first = found.first else { throw IOFailure(.resolve, address.description, errno: EAI_NONAME) }
        return first.1
    }

    /// The names of an address and of its port.
    static func names(
        _ address: SocketAddress, _ flags: Socket.NameFlags
    ) throws(IOFailure) -> (host: String, service: String) {
        let system = try SystemAddress(address, family: address.family, .resolve)
        // The most that the system has: NI_MAXHOST, NI_MAXSERV.
        var host = [CChar](repeating: 0, count: 1025)
        var service = [CChar](repeating: 0, count: 32)
        let code = unsafe system.withPointer { pointer, length in
            // Safe: each buffer is given with its size.
            unsafe getnameinfo(
                pointer, length, &host, socklen_t(host.count), &service, socklen_t(service.count), flags.rawValue)
        }
        guard code == 0 else { throw failure(address.description, code) }
        return (text(host), text(service))
    }

    private static func failure(_ target: String, _ code: Int32) -> IOFailure {
        let shown = target.visible
        if code == EAI_SYSTEM { return IOFailure(current: .resolve, shown) }
        // Safe: the text is a constant of the system's.
        let reason = unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return IOFailure(.resolve, shown, errno: code, reason: reason)
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: Hosts, services and protocols, as old as the Internet

    /// What is known of a host by its name, or by the bytes of its address.
    static func host(_ name: String) throws(IOFailure) -> Socket.HostEntry {
        try checkForNUL(name)
        return try unsafe host(name) { entry, buffer, result, code in
            #if canImport(Darwin)
            unsafe result = gethostbyname(name)
            code = h_errno
            return 0
            #else
            unsafe gethostbyname2_r(name, AF_INET, entry, buffer.baseAddress!, buffer.count, &result, &code)
            #endif
        }
    }

    static func host(of address: SocketAddress) throws(IOFailure) -> Socket.HostEntry {
        let system = try SystemAddress(address, family: address.family, .resolve)
        return try unsafe host(address.host ?? address.description) { entry, buffer, result, code in
            unsafe system.withPointer { pointer, _ in
                let is6 = address.family == .inet6
                let offset =
                    is6
                    ? MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)!
                    : MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)!
                // Safe: an address of the family has its number there.
                let number = unsafe UnsafeRawPointer(pointer) + offset
                let size = socklen_t(is6 ? 16 : 4)
                #if canImport(Darwin)
                unsafe result = gethostbyaddr(number, size, address.family.rawValue)
                code = h_errno
                return 0
                #else
                return unsafe gethostbyaddr_r(
                    number, size, address.family.rawValue, entry, buffer.baseAddress!, buffer.count, &result, &code)
                #endif
            }
        }
    }

    private static func host(
        _ target: String,
        _ call: (
            UnsafeMutablePointer<hostent>, UnsafeMutableBufferPointer<CChar>, inout UnsafeMutablePointer<hostent>?,
            inout Int32
        ) -> Int32
    ) throws(IOFailure) -> Socket.HostEntry {
        var room = 1024
        while true {
            var entry = unsafe hostent()
            var buffer = [CChar](repeating: 0, count: room)
            var code: Int32 = 0
            var found: Socket.HostEntry?
            let status = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                unsafe withUnsafeMutablePointer(to: &entry) { entry in
                    var result: UnsafeMutablePointer<hostent>?
                    let status = unsafe call(entry, buffer, &result, &code)
                    // Safe: the entry and its strings lie in the buffer, and are copied here.
                    if let result = unsafe result { unsafe found = read(result.pointee) }
                    return status
                }
            }
            if let found { return found }
            if status == ERANGE, room < 1 << 20 {
                room *= 4
                continue
            }
            // Safe: the text is a constant of the system's.
            let reason = unsafe hstrerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
            throw IOFailure(
                .resolve, target.visible, errno: code == HOST_NOT_FOUND ? EAI_NONAME : EAI_FAIL,
                reason: reason)
        }
    }

    private static func read(_ entry: hostent) -> Socket.HostEntry {
        var addresses: [String] = []
        var next = unsafe entry.h_addr_list
        while let pointer = unsafe next?.pointee {
            // Safe: each has the bytes of an address of the entry's family.
            if unsafe entry.h_addrtype == AF_INET6 {
                let number = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: in6_addr.self)
                addresses.append(SystemAddress.text(AF_INET6, number))
            } else {
                let number = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: in_addr.self)
                addresses.append(SystemAddress.text(AF_INET, number))
            }
            unsafe next = next.map { unsafe $0 + 1 }
        }
        return unsafe Socket.HostEntry(
            name: String(cString: entry.h_name), aliases: strings(entry.h_aliases), addresses: addresses)
    }

    private static func strings(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
        var all: [String] = []
        var next = unsafe list
        // Safe: the list ends with a null.
        while let text = unsafe next?.pointee {
            unsafe all.append(String(cString: text))
            unsafe next = next.map { unsafe $0 + 1 }
        }
        return all
    }

    /// The system answers out of memory of its own, which the next call overwrites.
    private static let answers = Locked(())

    static func port(of service: String, _ protocolName: String?) -> UInt16? {
        guard !service.utf8.contains(0) else { return nil }
        return answers.withLock { _ in
            unsafe getservbyname(service, protocolName).map {
                unsafe UInt16(bigEndian: UInt16(truncatingIfNeeded: $0.pointee.s_port))
            }
        }
    }

    static func service(at port: UInt16, _ protocolName: String?) -> String? {
        answers.withLock { _ in
            unsafe getservbyport(Int32(port.bigEndian), protocolName).map { unsafe String(cString: $0.pointee.s_name) }
        }
    }

    static func protocolNumber(of name: String) -> Int32? {
        guard !name.utf8.contains(0) else { return nil }
        return answers.withLock { _ in unsafe getprotobyname(name).map { unsafe $0.pointee.p_proto } }
    }

    // MARK: This machine

    static func hostName() throws(IOFailure) -> String {
        var name = [CChar](repeating: 0, count: 256)
        // Safe: one byte is kept for a NUL.
        let result = unsafe gethostname(&name, name.count - 1)
        if result != 0 { throw IOFailure(current: .stat, "the name of this machine") }
        return text(name)
    }

    static func setHostName(_ name: String) throws(IOFailure) {
        #if canImport(Darwin)
        let result = unsafe sethostname(name, Int32(name.utf8.count))
        #else
        let result = unsafe sethostname(name, name.utf8.count)
        #endif
        if result != 0 { throw IOFailure(current: .write, "the name of this machine") }
    }

    static func interfaces() throws(IOFailure) -> [(index: UInt32, name: String)] {
        guard let list = unsafe if_nameindex() else {
            throw IOFailure(current: .stat, "the interfaces of this machine")
        }
        defer { unsafe if_freenameindex(list) }
        var all: [(index: UInt32, name: String)] = []
        var next = unsafe list
        // Safe: the list ends with an entry that has no name.
        while let name = unsafe next.pointee.if_name {
            unsafe all.append((next.pointee.if_index, String(cString: name)))
            unsafe next += 1
        }
        return all
    }

    static func interface(named name: String) -> UInt32? {
        guard !name.utf8.contains(0) else { return nil }
        let index = unsafe if_nametoindex(name)
        return index == 0 ? nil : index
    }

    static func interface(at index: UInt32) -> String? {
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        // Safe: as long as the longest name and its NUL.
        guard unsafe if_indextoname(index, &name) != nil else { return nil }
        return text(name)
    }

    // MARK: Numbers and their digits

    static func packed(_ family: Socket.Family, _ text: String) -> [UInt8]? {
        guard !text.utf8.contains(0), family == .inet || family == .inet6 else { return nil }
        var bytes = [UInt8](repeating: 0, count: family == .inet ? 4 : 16)
        // Safe: room for a number of the family.
        return unsafe inet_pton(family.rawValue, text, &bytes) == 1 ? bytes : nil
    }

    static func text(_ family: Socket.Family, _ bytes: [UInt8]) -> String? {
        guard family == .inet || family == .inet6, bytes.count == (family == .inet ? 4 : 16) else { return nil }
        var number = in6_addr()
        unsafe withUnsafeMutableBytes(of: &number) { unsafe $0.copyBytes(from: bytes) }
        return SystemAddress.text(family.rawValue, number)
    }

    static func loose(_ text: String) -> [UInt8]? {
        var number = in_addr()
        guard !text.utf8.contains(0), unsafe inet_aton(text, &number) != 0 else { return nil }
        return unsafe withUnsafeBytes(of: number.s_addr) { unsafe Array($0) }
    }
}

private func systemAddresses(
    _ host: String?, _ service: String?, _ hints: UnsafePointer<addrinfo>,
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>
) -> Int32 {
    unsafe getaddrinfo(host, service, hints, list)
}
