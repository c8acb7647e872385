// An echo server and its client, over TCP and over UDP.
import SluiceCore
import SluiceNetwork
import SluiceThreading

// TCP: one connection, line by line.
let listener = try Socket.createServer(.loopback())
let server = try Threading.Thread {
    let (connection, peer) = try listener.accept()
    try connection.use { connection in
        let file = connection.makeFile()
        while let line = try file.readLine() {
            try file.write("\(line)\n")
            try file.flush()
        }
    }
    print("\(peer.host ?? "someone") has gone")
}.start()

let client = try Socket.createConnection(listener.sockName, timeout: .seconds(10))
try client.sendAll("hello\n")
print(try client.makeReader().readLine() ?? "nothing")
client.close()
try server.join()

// UDP: each datagram by itself.
let receiver = try Socket(type: .datagram)
try receiver.bind(.loopback())
let echo = try Threading.Thread {
    let (bytes, sender) = try receiver.recvFrom(1024)
    try receiver.sendTo(bytes, sender)
}.start()

let sender = try Socket(type: .datagram)
sender.timeout = .seconds(10)
try sender.sendTo("hello", receiver.sockName)
print(String(decoding: try sender.recv(1024), as: UTF8.self))
try echo.join()
