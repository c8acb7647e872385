import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// What became of a document: its value as compact text, or the error in full.
struct Verdict: Equatable, CustomStringConvertible {
    var text: [UInt8]?
    var code: String?
    var offset: Int?
    var fault: String?

    var isAccepted: Bool { text != nil }

    init(_ bytes: [UInt8], _ reader: Reader, options: JSON.ParserOptions = JSON.ParserOptions()) throws {
        do {
            // Infinity is a Double that simdjson may not make, and nor may we.
            text = try reader.read(bytes, options).dumpsBytes(JSON.WriterOptions(nonFinite: .literal))
        } catch let error as ParseError {
            code = error.code.description
            offset = error.position.offset
            let place = "\(error.position.offset) \(error.position.line):\(error.position.column)"
            fault = "\(error.code) \(place) '\(error.path)' \(error.message)"
        }
    }

    /// The verdict that all readers come to. One that differs is an issue.
    static func agreed(
        on bytes: [UInt8], by readers: [Reader]? = nil, options: JSON.ParserOptions = JSON.ParserOptions(),
        _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Verdict {
        let first = try Verdict(bytes, .pieces(.whole), options: options)
        for reader in readers ?? Reader.all(for: bytes.count) where reader.reads(bytes) {
            let other = try Verdict(bytes, reader, options: options)
            if other != first {
                Issue.record(
                    "\(comment()) \(reader): \(other), but whole: \(first), of \(excerpt(bytes))",
                    sourceLocation: sourceLocation)
            }
        }
        return first
    }

    var description: String { fault ?? Self.excerpt(text ?? []) }

    /// The bytes, as far as they can be shown, so that a failure can be repeated.
    static func excerpt(_ bytes: [UInt8]) -> String {
        let shown = String(decoding: bytes.prefix(300), as: UTF8.self).debugDescription
        if bytes.count > 300 { return "\(shown)... (\(bytes.count) bytes)" }
        return bytes.allSatisfy { 0x20..<0x7F ~= $0 } ? shown : "\(shown) \(bytes)"
    }
}

extension Reader {
    /// `loads` and `events` know UTF-16 and UTF-32 by the first four bytes; pieces that are fed are always UTF-8.
    func reads(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .loads, .loadsByTokenizer, .pull: TextEncoding.detect(bytes.span).encoding == .utf8
        default: true
        }
    }
}
