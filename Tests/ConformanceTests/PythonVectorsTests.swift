import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

/// What Python's `json` made of a few hundred documents. Where we differ on purpose, the test says so.
@Suite struct PythonVectorsTests {
    static let isHere = Corpus.has("python-vectors")

    /// One record: the document, and what Python was asked to allow.
    private struct Vector {
        let id: String
        let input: [UInt8]
        let options: JSON.ParserOptions
        let record: JSON

        init(_ record: JSON) throws {
            self.record = record
            id = record["id"]?.string ?? ""
            if let text = record["input"]?.string {
                input = Array(text.utf8)
            } else {
                let digits = Array(try #require(record["input_hex"]?.string).utf8)
                input = try stride(from: 0, to: digits.count, by: 2).map {
                    try #require(UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16))
                }
            }
            var options = JSON.ParserOptions()
            // Python reads NaN and the infinities unless told not to.
            options.allowsNonFinite = true
            options.allowsControlCharacters = record["options"]?["strict"]?.bool == false
            self.options = options
        }
    }

    private func vectors(_ name: String) throws -> [Vector] {
        // The answers hold halves of surrogate pairs, which no String does.
        var lenient = JSON.LoadOptions()
        lenient.parser.unpairedSurrogates = .replace
        let records = try JSON.loads(Corpus.bytes("python-vectors/\(name).json"), options: lenient)
        return try #require(records.array).map { try Vector($0) }
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What Python reads, we read as the same value`() throws {
        var compared = 0
        for vector in try vectors("json_loads") {
            let verdict = try Verdict.agreed(on: vector.input, options: vector.options, vector.id)
            if vector.record["policy"]?.string == "lone_surrogate" {
                // Python's strings hold them, ours do not.
                #expect(verdict.code == "syntax", "\(vector.id): \(verdict)")
                continue
            }
            let value = try JSON.loads(vector.input, options: JSON.LoadOptions(parser: vector.options))
            let expected = try #require(vector.record["expected"])
            #expect(try Self.isSame(value, expected), "\(vector.id): \(value) \(expected)")
            compared += 1
        }
        #expect(compared > 500)
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `What Python refuses, we refuse, and not before the place it names`() throws {
        var refused = 0
        for vector in try vectors("json_fail") {
            // Halves of surrogate pairs pass in Python: let them pass here, to meet its own reason behind them.
            var options = vector.options
            options.unpairedSurrogates = .replace
            let verdict = try Verdict.agreed(on: vector.input, options: options, vector.id)
            let reason = vector.record["expected"]?["msg"]?.string ?? vector.record["expected"]?["exc"]?.string ?? ""
            switch reason {
            case "Unexpected UTF-8 BOM (decode using utf-8-sig)":
                // Python minds the mark in a string, not in bytes; we pass over it.
                #expect(verdict.isAccepted, "\(vector.id): \(verdict)")
            case "ValueError":
                // Integers of more than 4,300 digits, which Python does not convert; we keep their text.
                #expect(verdict.isAccepted, "\(vector.id): \(verdict)")
            default:
                let offset = try verdict.offset ?? Verdict(vector.input, .loads, options: options).offset
                #expect(!verdict.isAccepted && offset != nil, "\(vector.id): \(verdict)")
                if let named = vector.record["expected"]?["pos"]?.int, let offset {
                    let before = String(decoding: vector.input, as: UTF8.self).unicodeScalars.prefix(named)
                    #expect(offset >= String(before).utf8.count, "\(vector.id): \(verdict), Python: \(reason)")
                }
                refused += 1
            }
        }
        #expect(refused > 400)
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `The events are those that Python's documents are made of`() throws {
        var compared = 0
        for vector in try vectors("json_events") where vector.record["policy"] == nil {
            let outcome = try Outcome(vector.input, .random(seed: 1), options: vector.options)
            let expected = try #require(vector.record["events"]?.array)
            #expect(outcome.code == nil && outcome.events.count == expected.count, "\(vector.id): \(outcome)")
            for (found, expected) in zip(outcome.events, expected) {
                #expect(try Self.isSame(found, expected), "\(vector.id): \(found) \(expected)")
            }
            compared += 1
        }
        #expect(compared > 100)
    }

    @Test(.enabled(if: isHere, "\(Corpus.missing)"))
    func `A value that other text follows is the one that Python decodes, and ends where its does`() throws {
        var compared = 0
        for vector in try vectors("json_raw_decode") {
            let start = try #require(vector.record["idx"]?.int)
            let text = Array(vector.input[start...])
            let found = Result { try JSON.loadPrefix(text.span) }
            let label = "\(vector.id): \(found)"
            if vector.id == "a47aa7714a45" {
                // Python minds white space before the value; we pass over it.
                #expect(try found.get().value.int == 1 && found.get().end == 2, "\(label)")
            } else if let expected = vector.record["expected"] {
                #expect(try Self.isSame(found.get().value, expected), "\(label)")
                #expect(try start + found.get().end == vector.record["end"]?.int, "\(label)")
            } else {
                #expect(throws: ParseError.self, "\(label)") { try found.get() }
            }
            compared += 1
        }
        #expect(compared > 10)
    }

    private static func isSame(_ event: String, _ expected: JSON) throws -> Bool {
        let value = expected[1]
        switch try #require(expected[0]?.string) {
        case "start_map": return event == "{"
        case "end_map": return event == "}"
        case "start_array": return event == "["
        case "end_array": return event == "]"
        case "null": return event == "null"
        case "boolean": return event == (value?[1]?.bool == true ? "true" : "false")
        case "map_key": return event == "k:\(value?[1]?.string ?? "?")"
        case "string": return event == "s:\(value?[1]?.string ?? "?")"
        case "integer": return event == "n:\(value?[1]?.string ?? "?")" || event == "n:-0" && value?[1]?.string == "0"
        default:
            let bits = UInt64(value?[2]?.string ?? "", radix: 16)
            return event.hasPrefix("n:") && Double(event.dropFirst(2))?.bitPattern == bits
        }
    }

    /// Whether a value is the one that Python has described: `["arr",[["int","1"]]]`. These are shallow.
    private static func isSame(_ value: JSON, _ expected: JSON) throws -> Bool {
        let content = expected[1]
        switch try #require(expected[0]?.string) {
        case "null": return value.isNull
        case "bool": return value.bool != nil && value.bool == content?.bool
        case "int": return try value.dumps() == content?.string
        case "float":
            let bits = try #require(UInt64(expected[2]?.string ?? "", radix: 16))
            // A literal beyond Double is Python's infinity; we keep its text, and its nearest Double is that.
            return value.double?.bitPattern == bits
        case "str": return value.string == content?.string
        case "arr":
            let (elements, expected) = (try #require(value.array), try #require(content?.array))
            return try elements.count == expected.count && zip(elements, expected).allSatisfy { try isSame($0, $1) }
        case "obj":
            // Of members with the same name Python keeps the last: the one that looking up gives.
            let (members, expected) = (try #require(value.object), try #require(content?.array))
            return try Set(members.map { String($0.key) }).count == expected.count
                && expected.allSatisfy { member in
                    let name = try #require(member[0]?[1]?.string)
                    return try isSame(try #require(value[name]), try #require(member[1]))
                }
        default: return false
        }
    }
}
