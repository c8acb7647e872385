internal import SluiceCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file opened to be sent.
struct OpenFile: ~Copyable {
    let number: Int32

    init(_ path: String) throws(IOFailure) {
        // C would open the path before the NUL.
        if path.utf8.contains(0) {
            number = -1
            throw IOFailure(.open, path.visible, errno: EINVAL)
        }
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        let code = errno
        self.number = number
        if number < 0 { throw IOFailure(.open, path.visible, errno: code) }
    }

    deinit {
        if number >= 0 { SocketHandle.closePassed(number) }
    }
}
