import Foundation
import SluiceNetwork

/// Peers that come a hundred times a second, and do what they must not: until it is killed.
struct Faults {
    let port: UInt16

    func run() throws {
        var number = 0
        while true {
            let socket = try Socket.createConnection(.loopback(port: port))
            switch number % 4 {
            case 0:  // No document.
                try socket.sendAll(Array("[1]\n[\n".utf8).span)
            case 1:  // Gone in the middle of a record.
                try socket.sendAll(Array("[\"".utf8 + [UInt8](repeating: 120, count: 100_000)).span)
                try socket.setSockOpt(.linger, 0)
            case 2:  // Answers that nobody reads.
                try socket.sendAll(Array(String(repeating: "[1,2,3]\n", count: 1000).utf8).span)
                try socket.setSockOpt(.linger, 0)
            default: break  // Nothing at all.
            }
            socket.close()
            number += 1
            Thread.sleep(forTimeInterval: 0.01)
        }
    }
}
