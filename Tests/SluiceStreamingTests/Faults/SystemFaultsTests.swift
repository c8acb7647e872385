#if Services
import SluiceCore
import SluiceStreaming
import SluiceTestSupport
import Testing

/// What the system does to a server: interrupts its calls, moves its clock, grants it no more memory.
@Suite(.timeLimit(.minutes(10)), .serialized) struct SystemFaultsTests {
    @Test func `Calls that are interrupted again and again lose and repeat nothing`() async throws {
        let folder = try TemporaryDirectory()
        let (path, begun, done) = (folder.file("out.ndjson"), folder.file("begun"), folder.file("done"))
        let expected = (0..<20_000).map { "{\"id\":\($0)}" }
        let records = (0..<20_000).map { StreamRecord.json(["id": JSON($0)]) }
        try await Subject.serving("--keep '\(path)'") { subject, _ in
            // What is stopped and goes on finds the calls in which it waits interrupted.
            async let storm = Shell.run(
                "n=0; until [ -e '\(done)' ] || ! kill -STOP \(subject.process); do kill -CONT \(subject.process); n=$((n + 1)); : >'\(begun)'; done; echo $n"
            )
            // On a busy machine all would be over before it begins.
            while (try? bytes(begun)) == nil { await Task.yield() }
            for stream in 0..<4 {
                let batch = Array(records[stream * 5000..<(stream + 1) * 5000])
                let total = try await DocumentClient(subject.address, framing: .ndjson).deliver(
                    .records(batch), stream: "\(stream)")
                #expect(total == 5000)
            }
            try folder.write([], to: "done")
            let count = Int(try await storm.output.split(separator: "\n").last ?? "") ?? 0
            #expect(count > 10)
        }
        #expect(try lines(path) == expected)
    }

    @Test(.enabled(if: FakeClock.isThere, "libfaketime is missing"))
    func `A clock that jumps by years ends nobody who works, and saves nobody who is idle`() async throws {
        let clock = try FakeClock()
        // What the clock says here is what it says to the server.
        try clock.jump("+20y")
        let now = try await Shell.run("date +%Y")
        let then = try await Shell.run("\(clock.prefix) exec date +%Y")
        #expect(Int(then.output.filter(\.isNumber)) == Int(now.output.filter(\.isNumber)).map { $0 + 20 })
        try clock.jump("+0")
        try await Subject.serving("--idle 2000", prefix: clock.prefix) { subject, _ in
            for (number, jump) in ["+20y", "+0", "-20y", "+0"].enumerated() {
                try await RawPeer.with(subject.address) { peer in
                    try await peer.send("[1]\n")
                    let before = try await peer.lines(1)
                    try clock.jump(jump)
                    try await peer.send("[\(number)]\n")
                    let after = try await peer.lines(2)
                    #expect(before + after == ["[1]", "[1]", "[\(number)]"])
                    // From now on it is idle.
                    let rest = try await peer.rest()
                    #expect(rest == "[1]\n[\(number)]\n")
                }
            }
        }
    }

    @Test(.enabled(if: Command.exists("prlimit"), "prlimit is missing"))
    func `A server that gets no more memory holds what many peers have begun`() async throws {
        let (count, size) = (48, 1 << 20)
        // Arenas of the allocator are reserved far beyond what is used of them.
        try await Subject.serving(prefix: "export MALLOC_ARENA_MAX=1;") { subject, calls in
            let text = [UInt8](repeating: UInt8(ascii: "x"), count: size)
            let room = count * size * 4
            let granted = try await Shell.run(
                "size=$(awk '/^VmSize/ { print $2 * 1024 }' /proc/\(subject.process)/status) && prlimit --pid \(subject.process) --as=$((size + \(room)))"
            )
            #expect(granted.status == 0, "\(granted.output)")
            var peers: [RawPeer] = []
            for _ in 0..<count {
                let peer = try await RawPeer.connect(to: subject.address)
                try await peer.send(Array("\"".utf8) + text)
                peers.append(peer)
            }
            for peer in peers {
                try await peer.send("\"\n")
                let answer = try await peer.count(size + 3)
                #expect(answer == size + 3)
                await peer.close()
            }
            let report = try await Subject.report(calls)
            #expect(report.failures == 0)
        }
    }
}

/// Moves the clock of the day for one program, and leaves the one by which time is measured alone.
private struct FakeClock {
    private static let path = "/usr/lib/$(uname -m)-linux-gnu/faketime/libfaketime.so.1"
    static let isThere = Command.run("[ -e \(path) ]") == 0

    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try jump("+0")
    }

    /// What the shell does before it starts a program. The library changes the environment of the first one that it is
    /// loaded into, behind which a program in Swift does not find its arguments: that one is to be `env`.
    var prefix: String {
        "export LD_PRELOAD=\(Self.path) FAKETIME_TIMESTAMP_FILE='\(folder.file("clock"))' FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1;"
    }

    /// - Parameter offset: To the true time: `+20y`.
    func jump(_ offset: String) throws { try folder.write(Array("\(offset)\n".utf8), to: "clock") }
}
#endif
