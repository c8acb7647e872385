import CFloors
import Foundation
import SluiceCore
import SluiceJSON
import SluiceNetwork
import SluiceThreading

/// Sockets of this machine: what is sent back, records that arrive, connections that do nothing.
struct SocketRows {
    /// The folder of the programs that do the work.
    let programs: String

    static let echo = "echo of 64 KiB"
    static let records = "NDJSON, 1 GB"
    static let idle = "10,000 idle connections"
    private static let size = 64 << 10
    private static let count = 2_000

    func contest(_ name: String) throws -> Contest {
        switch name {
        case Self.echo: return Self.echoes()
        case Self.records: return Self.streams()
        default: return idle()
        }
    }

    // MARK: Echo

    private static func echoes() -> Contest {
        let floor = "blocking calls (C)"
        var contestants = [
            Contestant("Sluice", .sluice) { try check(try sluiceEcho() == size * count, "Sluice lost bytes") },
            Contestant(floor, .floor) { try check(floor_echo(size, count) == size * count, "C lost bytes") },
        ]
        for i in contestants.indices { contestants[i].isParallel = true }
        return Contest(
            work: .sockets, document: echo, bytes: size * count, contestants: contestants,
            goals: [.faster("Sluice", than: floor, by: 0.95)])
    }

    private static func sluiceEcho() throws -> Int {
        let listener = try Socket.createServer(.loopback())
        let server = try Threading.Thread {
            let (socket, _) = try listener.accept()
            try socket.setSockOpt(.noDelay, true)
            var bytes = [UInt8](repeating: 0, count: size)
            while true {
                var room = bytes.mutableSpan
                let got = try socket.recv(into: &room)
                if got == 0 { break }
                try socket.sendAll(bytes.span.extracting(first: got))
            }
        }.start()
        let client = try Socket.createConnection(listener.sockName)
        try client.setSockOpt(.noDelay, true)
        var bytes = [UInt8](repeating: 7, count: size)
        var total = 0
        for _ in 0..<count {
            try client.sendAll(bytes.span)
            var room = bytes.mutableSpan
            total += try client.recv(into: &room, flags: .waitAll)
        }
        client.close()
        try server.join()
        return total
    }

    // MARK: Records

    private static let line =
        Array(
            #"{"id":123456,"name":"something of a name","tags":["a","b","c"],"value":1.25e3,"nested":{"x":1,"y":[1,2,3]}}"#
                .utf8)
        + [0x0A]
    private static let linesInBlock = (64 << 10) / line.count
    private static let blocks = 1_000_000_000 / (linesInBlock * line.count)

    private static func streams() -> Contest {
        let pipe = "the same by a pipe"
        var contestants = [
            Contestant("Sluice", .sluice) {
                let listener = try Socket.createServer(.loopback())
                let sender = try Socket.createConnection(listener.sockName)
                let (receiver, _) = try listener.accept()
                try count(receiver, sending: sender.detach())
            },
            Contestant(pipe, .floor) {
                var ends: [Int32] = [0, 0]
                try check(Foundation.pipe(&ends) == 0, "there is no pipe")
                try count(
                    DescriptorSource(fileDescriptor: ends[0], name: pipe, closes: true), sending: ends[1])
            },
        ]
        for i in contestants.indices { contestants[i].isParallel = true }
        return Contest(
            work: .sockets, document: records, bytes: blocks * linesInBlock * line.count, contestants: contestants,
            goals: [.faster("Sluice", than: pipe, by: 0.9)])
    }

    /// Both get their bytes by the same calls.
    private static func count<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, sending descriptor: Int32
    ) throws {
        let sender = try Threading.Thread {
            let block = [UInt8]((0..<linesInBlock).flatMap { _ in line })
            defer { Foundation.close(descriptor) }
            for _ in 0..<blocks {
                var sent = 0
                while sent < block.count {
                    let part = block.withUnsafeBytes {
                        Foundation.write(descriptor, $0.baseAddress! + sent, $0.count - sent)
                    }
                    try check(part >= 0, "nobody reads")
                    sent += part
                }
            }
        }.start()
        var rows = try JSON.records(at: .lines, in: source)
        var count = 0
        while let row = try rows.next() {
            keep(row)
            count += 1
        }
        try sender.join()
        try check(count == blocks * linesInBlock, "records were lost")
    }

    // MARK: Idle connections

    private func idle() -> Contest {
        Contest(
            work: .sockets, document: Self.idle, bytes: 10_000,
            contestants: [
                Contestant("Sluice", .sluice) { iterations in
                    var sample = Sample(seconds: 0, wallSeconds: 0)
                    for _ in 0..<iterations {
                        let turn = try ChildProcess.sample("\(programs)/idle-server", ["10000"])
                        sample.seconds += turn.seconds
                        sample.wallSeconds += turn.wallSeconds
                        sample.peakBytes = max(sample.peakBytes ?? 0, turn.peakBytes ?? 0)
                    }
                    return sample
                }
            ],
            goals: [.memory("Sluice", atMost: 200_000_000)])
    }
}
