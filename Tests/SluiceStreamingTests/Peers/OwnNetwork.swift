#if Services
import SluiceTestSupport

/// A network that only those see who are put into it.
struct OwnNetwork {
    static let isThere = Command.run("nsenter --version && unshare -rn ip link set lo up") == 0

    static let canHaveSmallBuffers =
        isThere && Command.run("unshare -rn sh -c 'echo 4096 4096 4096 >/proc/sys/net/ipv4/tcp_wmem'") == 0

    /// What the shell does to start a program in a new one.
    static let prefix = started()

    /// The same, where the system holds no more than 4 KiB for each side of a connection.
    static let ofSmallBuffers = started(
        "for way in wmem rmem; do echo 4096 4096 4096 >/proc/sys/net/ipv4/tcp_$way; done;")

    private static func started(_ settings: String = "") -> String {
        "exec unshare -rn sh -c 'ip link set lo up; \(settings) shift; exec \"$@\"' sh"
    }

    /// What stands before a command that is to run in it.
    let prefix: String

    /// That in which a process is.
    init(of process: Int) { prefix = "nsenter -t \(process) -U -n --preserve-credentials" }
}
#endif
