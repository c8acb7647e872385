import SluiceCore
import SluiceTestSupport

/// A way into a document: by its name one line is printed, with the seconds of processor time that it took and what came
/// of it.
struct Way {
    /// Bytes that a parser gets at a time. A long document byte by byte takes long where code is not optimized, and shows
    /// no more than a few bytes at a time do.
    static func pieces(of bytes: [UInt8]) -> [Int] { bytes.count < 100_000 ? [1, 7, 1 << 10] : [7, 1 << 10] }

    private let name: String

    init(_ name: String) { self.name = name }

    func measure(_ body: () throws -> Int) {
        let start = ResourceUse.threadSeconds
        var outcome: String
        do { outcome = "accepted \(try body())" } catch let error as ParseError {
            let place = "\(error.position.offset) \(error.position.line):\(error.position.column)"
            outcome = "\(error.code) \(place) \(error.path) \(error.message)"
        } catch { outcome = "\(error)" }
        outcome.replace("\n", with: " ")
        print("\(name)\t\(ResourceUse.threadSeconds - start)\t\(outcome)")
    }

    static func forEachPiece(of bytes: [UInt8], _ size: Int, _ body: (Span<UInt8>) throws -> Void) rethrows {
        for start in stride(from: 0, to: bytes.count, by: size) {
            try body(bytes.span.extracting(start..<min(start + size, bytes.count)))
        }
    }
}
