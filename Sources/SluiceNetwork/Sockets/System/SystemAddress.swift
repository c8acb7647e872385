internal import CSockets
internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An address as the system holds it: room for one of any family, and how much of it is used.
struct SystemAddress {
    private var storage = sockaddr_storage()
    var length: socklen_t

    /// Room for an address that the system is to write.
    init() { length = socklen_t(MemoryLayout<sockaddr_storage>.size) }

    /// A copy of the system's.
    init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        let count = Int(self.length)
        // Safe: the system's address has `length` bytes, and no address is longer than the storage.
        unsafe withUnsafeMutableBytes(of: &storage) {
            unsafe $0.baseAddress!.copyMemory(from: address, byteCount: count)
        }
    }

    /// Translates an address for a socket of `family`; a name is looked up.
    init(
        _ address: SocketAddress, family: Socket.Family, type: Socket.Kind = .any, _ operation: IOFailure.Operation,
        forBinding: Bool = false
    ) throws(IOFailure) {
        if address.family != family {
            throw IOFailure(
                operation, address.description, errno: EAFNOSUPPORT,
                reason: "the socket is of the family \(family), the address of the family \(address.family)")
        }
        length = 0
        switch address {
        case .ip4(let host, let port):
            if self.set4(host, port, forBinding) { return }
            self = try Resolver.first(host, port, .inet, type, address, operation)
        case .ip6(let host, let port, let flowInfo, let scope):
            if !self.set6(host, port, forBinding) {
                self = try Resolver.first(host, port, .inet6, type, address, operation)
            }
            update(sockaddr_in6.self) {
                if flowInfo != 0 { $0.sin6_flowinfo = flowInfo.bigEndian }
                if scope != 0 { $0.sin6_scope_id = scope }
            }
        case .unix(let path): try setPath(path, address, operation)
        case .other(let family, let bytes):
            let head = MemoryLayout<sockaddr>.offset(of: \.sa_data) ?? 2
            guard bytes.count <= MemoryLayout<sockaddr_storage>.size - head else {
                throw IOFailure(operation, address.description, errno: EINVAL)
            }
            length = socklen_t(head + bytes.count)
            note(family: sa_family_t(truncatingIfNeeded: family))
            unsafe withUnsafeMutableBytes(of: &storage) { storage in
                for i in bytes.indices { unsafe storage[head + i] = bytes[i] }
            }
        }
    }

    /// Lends the address to a call that reads it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        // Safe: the storage is made to be seen as any address of the system's.
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe body(UnsafeRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), length)
        }
    }

    /// Lends the room to a call that writes an address.
    mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        // Safe: as above; the two are different properties.
        unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe withUnsafeMutablePointer(to: &length) { length in
                unsafe body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: sockaddr.self), length)
            }
        }
    }

    /// The address in words. A socket without a name has that of its family, or an empty path.
    var address: SocketAddress {
        switch Int32(storage.ss_family) {
        case AF_INET:
            let address = view(sockaddr_in.self)
            return .ip4(Self.text(AF_INET, address.sin_addr), UInt16(bigEndian: address.sin_port))
        case AF_INET6:
            let address = view(sockaddr_in6.self)
            return .ip6(
                Self.text(AF_INET6, address.sin6_addr), UInt16(bigEndian: address.sin6_port),
                flowInfo: UInt32(bigEndian: address.sin6_flowinfo), scope: address.sin6_scope_id)
        case AF_UNIX: return .unix(path)
        case AF_UNSPEC where length == 0: return .unix("")
        default:
            let head = MemoryLayout<sockaddr>.offset(of: \.sa_data) ?? 2
            let bytes = unsafe withUnsafeBytes(of: storage) { storage in
                unsafe [UInt8](storage.prefix(Int(length)).dropFirst(head))
            }
            return .other(family: Int32(storage.ss_family), bytes: bytes)
        }
    }

    private var path: String {
        let head = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return unsafe withUnsafeBytes(of: storage) { storage in
            let bytes = unsafe storage.prefix(Int(length)).dropFirst(head)
            // An abstract name is all of it, and a path what is before its NUL.
            let isAbstract = unsafe bytes.first == 0 && bytes.count > 1
            return unsafe String(decoding: isAbstract ? bytes : bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// `false` where the host is no number.
    private mutating func set4(_ host: String, _ port: UInt16, _ forBinding: Bool) -> Bool {
        var number = in_addr()
        if host.isEmpty {
            number.s_addr = forBinding ? 0 : UInt32(0x7F00_0001).bigEndian
        } else if host == "<broadcast>" {
            number.s_addr = .max
        } else {
            guard !host.utf8.contains(0), unsafe inet_pton(AF_INET, host, &number) == 1 else { return false }
        }
        length = socklen_t(MemoryLayout<sockaddr_in>.size)
        note(family: sa_family_t(AF_INET))
        update(sockaddr_in.self) {
            $0.sin_port = port.bigEndian
            $0.sin_addr = number
        }
        return true
    }

    private mutating func set6(_ host: String, _ port: UInt16, _ forBinding: Bool) -> Bool {
        var number = in6_addr()
        let text = host.isEmpty ? (forBinding ? "::" : "::1") : host
        guard !host.utf8.contains(0), unsafe inet_pton(AF_INET6, text, &number) == 1 else { return false }
        length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        note(family: sa_family_t(AF_INET6))
        update(sockaddr_in6.self) {
            $0.sin6_port = port.bigEndian
            $0.sin6_addr = number
        }
        return true
    }

    private mutating func setPath(
        _ path: String, _ address: SocketAddress, _ operation: IOFailure.Operation
    ) throws(IOFailure) {
        let head = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let most = MemoryLayout<sockaddr_un>.size - head
        let isAbstract = path.utf8.first == 0
        let count = path.utf8.count
        // A path ends with a NUL, an abstract name where the address does.
        guard count + (isAbstract ? 0 : 1) <= most else {
            throw IOFailure(
                operation, address.description, errno: ENAMETOOLONG,
                reason: "the path has \(count) bytes, and that of a Unix socket may have \(most - 1)")
        }
        if !isAbstract, path.utf8.contains(0) {
            throw IOFailure(operation, address.description, errno: EINVAL, reason: "the path has a NUL in it")
        }
        length = socklen_t(head + count + (isAbstract || count == 0 ? 0 : 1))
        note(family: sa_family_t(AF_UNIX))
        unsafe withUnsafeMutableBytes(of: &storage) { storage in
            var place = head
            for byte in path.utf8 {
                unsafe storage[place] = byte
                place += 1
            }
        }
    }

    private mutating func note(family: sa_family_t) {
        storage.ss_family = family
        #if canImport(Darwin)
        storage.ss_len = UInt8(length)
        #endif
    }

    private func view<Address>(_ type: Address.Type) -> Address {
        // Safe: the family says that it is one, and the storage has room for all of them.
        unsafe withUnsafeBytes(of: storage) { unsafe $0.loadUnaligned(as: Address.self) }
    }

    private mutating func update<Address>(_ type: Address.Type, _ change: (inout Address) -> Void) {
        var address = view(type)
        change(&address)
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: address, as: Address.self) }
    }

    /// The number in digits. One of version 4 is short enough to be in the String itself.
    static func text<Number>(_ family: Int32, _ number: Number) -> String {
        var text = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        return unsafe withUnsafeMutableBytes(of: &text) { text in
            let characters = unsafe text.baseAddress!.assumingMemoryBound(to: CChar.self)
            // Safe: 48 bytes are more than the longest of them and its NUL.
            return unsafe withUnsafeBytes(of: number) { number in
                guard unsafe inet_ntop(family, number.baseAddress!, characters, socklen_t(text.count)) != nil
                else { return "" }
                return unsafe String(cString: characters)
            }
        }
    }
}
