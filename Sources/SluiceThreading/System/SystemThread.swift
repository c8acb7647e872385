internal import CThreads

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What names a thread of the system while it lives.
@safe struct SystemThread: @unchecked Sendable {
    #if canImport(Glibc)
    private typealias Handle = pthread_t
    private static var none: Handle { 0 }
    #else
    private typealias Handle = pthread_t?
    private static var none: Handle { nil }
    #endif
    private let handle: Handle

    /// The thread that asks.
    static var current: SystemThread { SystemThread(handle: pthread_self()) }

    /// Starts one that nobody needs to join.
    ///
    /// - Throws: `ThreadError` where the system refuses the stack, or has no more threads.
    static func start(stackSize: Int, _ body: @escaping @Sendable () -> Void) throws(Threading.ThreadError) {
        var attributes = pthread_attr_t()
        var code = unsafe pthread_attr_init(&attributes)
        guard code == 0 else { throw .cannotStart(code: code, message: unsafe String(cString: strerror(code))) }
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        // Whole pages of any system: some refuse others.
        let page = 16 << 10
        let pages = stackSize < page ? 0 : (stackSize - 1) / page + 1
        code = unsafe pthread_attr_setstacksize(&attributes, pages * page)
        guard code == 0 else { throw .stackSize(stackSize) }

        // Retained here; `runBody` releases it on the thread, or this does where there is none.
        let body = unsafe Unmanaged.passRetained(Body(body))
        var handle = none
        code = unsafe pthread_create(&handle, &attributes, runBody, body.toOpaque())
        guard code == 0 else {
            unsafe body.release()
            throw .cannotStart(code: code, message: unsafe String(cString: strerror(code)))
        }
    }

    /// A number that no other living thread has.
    var identifier: UInt {
        #if canImport(Glibc)
        UInt(handle)
        #else
        unsafe UInt(bitPattern: handle)
        #endif
    }

    /// Gives the thread the name that debuggers and `ps` show: of it, as much as the system takes. The thread must live.
    func setName(_ name: String) {
        #if canImport(Darwin)
        let most = 63
        #else
        let most = 15
        #endif
        let prefix = Self.prefix(of: name, bytes: most)
        #if canImport(Glibc)
        _ = unsafe sluice_thread_set_name(handle, prefix)
        #else
        if let handle = unsafe handle { _ = unsafe sluice_thread_set_name(handle, prefix) }
        #endif
    }

    /// The name that the system has for it. The thread must live.
    var systemName: String {
        var bytes = [CChar](repeating: 0, count: 64)
        #if canImport(Glibc)
        let code = unsafe sluice_thread_name(handle, &bytes, bytes.count)
        #else
        guard let handle = unsafe handle else { return "" }
        let code = unsafe sluice_thread_name(handle, &bytes, bytes.count)
        #endif
        guard code == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The kernel's number of the thread that asks.
    static var currentNativeID: Int { Int(sluice_thread_number()) }

    /// Whether the thread that asks is the one that the process began with.
    static var isMain: Bool { sluice_thread_is_main() != 0 }

    /// The kernel's number of the main thread, where the system tells it to others.
    static var mainNativeID: Int? {
        let number = sluice_main_thread_number()
        return number == 0 ? nil : Int(number)
    }

    /// Whole characters only.
    private static func prefix(of name: String, bytes: Int) -> String {
        var prefix = name
        if let end = prefix.firstIndex(of: "\0") { prefix = String(prefix[..<end]) }
        while prefix.utf8.count > bytes { prefix.unicodeScalars.removeLast() }
        return prefix
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
private func runBody(_ body: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run()
    return nil
}
#else
private func runBody(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let body = unsafe body { unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run() }
    return nil
}
#endif
