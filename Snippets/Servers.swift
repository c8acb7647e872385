// A server on a pool of threads, which parses the records that clients send while they send them.
#if Services
import SluiceCore
import SluiceJSON
import SluiceNetwork

final class Sums: StreamRequestHandler {
    override func handle() throws {
        var rows = try JSON.records(at: .lines, in: connection)
        var sum = 0
        while let row = try rows.next() {
            sum += row["n"]?.int ?? 0
            try wfile.write("\(sum)\n")
        }
    }
}

var options = ServerOptions()
options.threads = 4
options.onError = { error, address in print("\(address?.description ?? "someone"): \(error)") }
let server = try ThreadingTCPServer(.loopback(), handler: Sums.self, options: options)
try server.start()

let client = try Socket.createConnection(server.serverAddress, timeout: .seconds(10))
let answers = client.makeReader()
for n in [1, 2, 3] {
    try client.sendAll("{\"n\": \(n)}\n")
    print(try answers.readLine() ?? "nothing")
}
client.close()
server.stop(drain: .seconds(10))
#endif
