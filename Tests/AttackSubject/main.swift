import SluiceCore
import SluiceJSON
import SluiceTestSupport

// Reads one hostile document in many ways, in a process of its own, so that what it takes can be measured.
// One line a way: the way, seconds of processor time, and what came of it; then the bytes that memory grew by.

let bytes = try Corpus.bytes(CommandLine.arguments[1])
let before = MemoryUse.peak

func measure(_ way: String, _ body: () throws -> Int) {
    let start = ResourceUse.threadSeconds
    var outcome: String
    do { outcome = "accepted \(try body())" } catch let error as ParseError {
        outcome =
            "\(error.code) \(error.position.offset) \(error.position.line):\(error.position.column) \(error.path) \(error.message)"
    } catch { outcome = "\(error)" }
    outcome.replace("\n", with: " ")
    print("\(way)\t\(ResourceUse.threadSeconds - start)\t\(outcome)")
}

measure("whole") { try JSON.parse(bytes.span, handler: Fingerprint()).value }
for size in [1, 7, 1 << 10] {
    measure("pieces of \(size)") {
        var parser = JSON.Parser(handler: Fingerprint())
        for start in stride(from: 0, to: bytes.count, by: size) {
            try parser.feed(bytes.span.extracting(start..<min(start + size, bytes.count)))
        }
        return try parser.finish().value
    }
}
measure("value") {
    let value = try JSON.loads(bytes)
    let text = try value.dumpsBytes()
    guard try JSON.loads(text) == value, value.hashValue == value.hashValue else { return -1 }
    return text.count
}
print("memory\t\(MemoryUse.peak - before)")
