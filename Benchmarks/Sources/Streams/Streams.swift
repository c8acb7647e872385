import Foundation
import SluiceStreaming

// streams receive pipe|tcp|plain|tls|s_client|decoder|asyncio COUNT    documents that one connection brings, parsed as they come
// streams delay documents|loop|beside|echo CONNECTIONS RATE SECONDS    how long a record takes there and back, beside so many others: handlers on the pool, on
//                                                                      event loops; beside peers that do wrong
// streams send tcp|plain|tls|pipe PORT COUNT, streams load PORT …, streams faults PORT    the other side, in a process of its own
//
// Each prints what it has measured, as JSON.

struct WrongUse: Error {}

/// What there is to know of a run.
struct Outcome: Codable {
    var seconds = 0.0
    var records = 0
    var bytes = 0
    var peak = 0
    var p50 = 0.0
    var p99 = 0.0
    var bytesPerConnection = 0

    func say() throws { print(String(decoding: try JSONEncoder().encode(self), as: UTF8.self)) }
}

@main
struct Streams {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch (words.first, words.count) {
        case ("receive", 3): try await Receiving(count: try number(words[2])).run(words[1]).say()
        case ("send", 4): try await Sending(count: try number(words[3])).run(words[1], port: try number(words[2]))
        case ("faults", 2): try Faults(port: UInt16(try number(words[1]))).run()
        case ("delay", 5):
            try await Delay(
                connections: try number(words[2]), rate: try number(words[3]), seconds: try number(words[4])
            )
            .run(words[1]).say()
        case ("load", 5):
            try await Load(connections: try number(words[2]), rate: try number(words[3]), seconds: try number(words[4]))
                .run(port: try number(words[1])).say()
        default: throw WrongUse()
        }
    }

    private static func number(_ word: String) throws -> Int {
        guard let number = Int(word) else { throw WrongUse() }
        return number
    }

    /// This program once more, in the background.
    static func start(_ arguments: [String], output: Pipe? = nil) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        if let output { process.standardOutput = output }
        try process.run()
        return process
    }
}

/// A record of about 1 KiB, and many of them.
enum Sample {
    static let record: String = {
        let words = "the quick brown fox jumps over the lazy dog and runs away into the dark forest ".split(
            separator: " ")
        var text = ""
        var i = 0
        while text.utf8.count < 640 {
            text += words[i % words.count] + " "
            i += 7
        }
        return
            #"{"id":123456789,"user":{"id":4711,"name":"someone of a name","verified":true},"tags":["alpha","beta","gamma"],"#
            + #""position":{"latitude":52.520008,"longitude":13.404954},"created":"2026-11-26T07:00:00Z","score":0.8125,"#
            + #""counts":[1,2,3,5,8,13,21,34],"reply":null,"text":"\#(text)","language":"en","retries":0,"source":"web"}"#
    }()

    /// Lines of about 64 KiB altogether.
    static let block: (bytes: [UInt8], records: Int) = {
        let line = Array((record + "\n").utf8)
        let count = (64 << 10) / line.count
        return (Array((0..<count).map { _ in line }.joined()), count)
    }()
}
