import SluiceJSON
import SluiceTestSupport

/// One record of recorded answers: a document, what was asked, and the answer.
struct VectorRecord {
    let json: JSON

    static func all(_ path: String) throws -> [VectorRecord] {
        try JSON.loads(Corpus.bytes("\(path).json")).array?.map { VectorRecord(json: $0) } ?? []
    }

    subscript(key: String) -> JSON? { json[key] }
    var name: String { json["name"]?.string ?? "" }
    var input: [UInt8] { bytes("input") ?? [] }
    var expected: [UInt8] { bytes("expected") ?? [] }

    /// Text, or bytes in hexadecimal digits.
    private func bytes(_ key: String) -> [UInt8]? {
        if let text = json[key]?.string { return Array(text.utf8) }
        guard let digits = json["\(key)_hex"]?.string.map({ Array($0.utf8) }) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
}
