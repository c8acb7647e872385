import SluiceCore
import SluiceTestSupport
import Testing

@testable import SluiceJSON

@Suite struct JSONRecordsTests {
    @Test func `The cursor gives records one by one, in parts, or all`() throws {
        var rows = try JSON.records(at: "$[*]", in: "[1, 2, 3, 4, 5, 6, 7]")
        #expect(try rows.next()?.int == 1)
        #expect(try rows.prefix(2).map(\.int) == [2, 3])
        #expect(try rows.prefix(0).isEmpty)
        var sum = 0
        struct Enough: Error {}
        let add: (JSON) throws -> Void = { row in
            sum += row.int ?? 0
            if sum == 9 { throw Enough() }
        }
        #expect(throws: Enough.self) { try rows.forEach(add) }
        #expect(try rows.map { $0.int } == [6, 7])
        #expect(try rows.collect().isEmpty)
    }

    @Test func `The cursor tells about the last record`() throws {
        var rows = try JSON.records(at: ["$.a[*]", "$.b"], in: "{\"a\": [1,\n {\"x\": 2}], \"b\": \"é\"}")
        var told: [String] = []
        while try rows.next() != nil {
            let text = String(decoding: rows.rawBytes, as: UTF8.self)
            let place = rows.position
            told.append(
                "\(rows.ordinal) \(rows.pathIndex) \(rows.path) \(rows.offset) \(place.line):\(place.column) \(text)")
        }
        #expect(told == ["0 0 /a/0 7 1:8 1", "1 0 /a/1 11 2:2 {\"x\": 2}", "2 1 /b 27 2:18 \"é\""])
    }

    @Test func `An error of the source ends the records, after those before it`() throws {
        struct Torn: ByteSource {
            var isFirst = true
            mutating func read(into chunk: inout OutputSpan<UInt8>) throws(IOFailure) {
                guard isFirst else { throw IOFailure(.read, "line", reason: "torn") }
                isFirst = false
                for byte in "[1, 2, 3".utf8 { chunk.append(byte) }
            }
        }
        var rows = try JSON.records(at: "$[*]", in: Torn())
        #expect(try rows.prefix(2).count == 2)
        #expect(throws: IOFailure(.read, "line", reason: "torn")) { try rows.next() }
        #expect(try rows.next() == nil)
    }

    // MARK: - Against the whole

    /// Whatever the document and however it is cut, the records are the elements that the loaded document has.
    @Test(arguments: 0..<8)
    func `Records of random documents are those of the loaded document`(seed: UInt64) throws {
        var noise = Noise(seed: seed)
        for round in 0..<60 {
            var text: [UInt8] = []
            noise.value(depth: 0, into: &text)
            let document = try JSON.loads(text)
            for (path, expected) in [
                ("$[*]", Self.children(of: document)), ("$[*][*]", Self.children(of: document).flatMap(Self.children)),
            ] {
                var options = JSON.RecordOptions()
                options.windowBytes = [16, 100, 4096][round % 3]
                options.workers = round % 4 == 0 ? 2 : 1
                let outcome = RecordOutcome(
                    text, at: JSON.RecordSelection(path), feeding: .random(seed: seed, most: 200), options: options)
                let records = outcome.lines.map { $0.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? $0 }
                let wanted = try expected.map { try $0.dumps() }
                guard records != wanted else { continue }
                #expect(
                    records == wanted, "seed \(seed), round \(round), \(path): \(String(decoding: text, as: UTF8.self))"
                )
                return
            }
        }
    }

    /// Documents with one byte changed: the same verdict, at the same place, with the same path.
    @Test(arguments: 0..<8)
    func `Faults in random documents are found where a parser of the whole finds them`(seed: UInt64) throws {
        struct Nothing: JSON.ContentHandler {}
        var noise = Noise(seed: 100 + seed)
        for round in 0..<250 {
            var text: [UInt8] = []
            noise.value(depth: 0, into: &text)
            if text.isEmpty { continue }
            switch noise.next() % 3 {
            case 0:
                text[Int(noise.next() % UInt64(text.count))] = Array("{}[],:\"\\ x1\u{0}".utf8)[Int(noise.next() % 12)]
            case 1: text.remove(at: Int(noise.next() % UInt64(text.count)))
            default: text.removeLast(Int(noise.next() % UInt64(text.count)))
            }
            var verdict: String?
            do {
                _ = try JSON.parse(text.span, handler: Nothing())
            } catch let error as ParseError {
                verdict = RecordOutcome.describe(error)
            }
            for path in ["$[*]", "$[*][*]", "$.a[*]", "$"] {
                var options = JSON.RecordOptions()
                options.windowBytes = [16, 100, 4096][round % 3]
                options.workers = round % 8 == 0 ? 2 : 1
                let outcome = RecordOutcome(
                    text, at: JSON.RecordSelection(path), feeding: .random(seed: seed, most: 60), options: options)
                let last = outcome.lines.last
                let isSame = verdict.map { $0 == last } ?? !(last?.contains(" syntax: ") ?? false)
                guard !isSame else { continue }
                #expect(
                    last == verdict, "seed \(seed), round \(round), \(path): \(String(decoding: text, as: UTF8.self))")
                return
            }
        }
    }

    private static func children(of value: JSON) -> [JSON] {
        switch value.kind {
        case .array(let elements): Array(elements)
        case .object(let members): members.map(\.value)
        default: []
        }
    }

    // MARK: - Many records

    private static func lines(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { Array("{\"id\": \($0), \"text\": \"record \($0)\", \"list\": [1, 2.5, null]}\n".utf8) }
    }

    @Test(arguments: [1, 2, 5])
    func `Records come in order from any number of workers`(workers: Int) throws {
        var options = JSON.RecordOptions()
        options.workers = workers
        options.windowBytes = 4096
        var rows = try JSON.records(at: .lines, in: Self.lines(5000), options: options)
        #expect(try rows.map { $0["id"]?.int ?? -1 } == Array(0..<5000))
    }

    @Test func `Unordered, all records come and tell their places`() throws {
        var options = JSON.RecordOptions()
        options.workers = 3
        options.isOrdered = false
        options.windowBytes = 4096
        let bytes = Self.lines(5000)
        var rows = try JSON.records(at: .lines, in: bytes, options: options)
        var seen: Set<Int> = []
        while let row = try rows.next() {
            seen.insert(row["id"]?.int ?? -1)
            let (offset, raw) = (rows.offset, rows.rawBytes)
            #expect(Array(bytes[offset..<offset + raw.count]) == raw)
        }
        #expect(seen.count == 5000)
    }

    @Test(arguments: [1, 3])
    func `An error comes after all records before it, from any number of workers`(workers: Int) throws {
        var options = JSON.RecordOptions()
        options.workers = workers
        options.windowBytes = 1024
        var bytes = Self.lines(1000)
        bytes += Array("{\"id\": }\n".utf8) + Self.lines(1000)
        var rows = try JSON.records(at: .lines, in: bytes, options: options)
        var count = 0
        let error = #expect(throws: ParseError.self) { while try rows.next() != nil { count += 1 } }
        #expect(count == 1000)
        #expect(error?.position.line == 1001 && error?.position.column == 8)

        options.badRecords = .skip
        var others = try JSON.records(at: .lines, in: bytes, options: options)
        #expect(try others.map { $0["id"]?.int ?? -1 } == Array(0..<1000) + Array(0..<1000))
        #expect(others.badRecordCount == 1)
    }

    @Test func `Leaving a cursor early stops its workers`() throws {
        var options = JSON.RecordOptions()
        options.workers = 2
        options.windowBytes = 1024
        for _ in 0..<20 {
            var rows = try JSON.records(at: .lines, in: Self.lines(500), options: options)
            #expect(try rows.prefix(3).count == 3)
        }
    }

    @Test func `Records that are kept stay what they are, and keep few batches`() throws {
        var options = JSON.RecordOptions()
        options.windowBytes = 4096
        var rows = try JSON.records(at: .lines, in: Self.lines(5000), options: options)
        var kept: [JSON] = []
        while let row = try rows.next() {
            if rows.ordinal % 100 == 0 { kept.append(row) }
        }
        #expect(kept.map { $0["text"]?.string } == stride(from: 0, to: 5000, by: 100).map { "record \($0)" })
        // A record alone takes some twenty words; what shares its batch's tape has hundreds behind it.
        let sharing = kept.filter { $0.tape.wordCount > 100 || $0.index > 1 }
        #expect(sharing.count <= 8)
    }
}

extension Noise {
    /// A JSON value with random white space, of up to some hundred bytes.
    fileprivate mutating func value(depth: Int, into text: inout [UInt8]) {
        blank(into: &text)
        switch next() % (depth > 3 ? 5 : depth == 0 ? 9 : 8) {
        case 0: text += "-12.5e2".utf8
        case 1: text += ["true", "false", "null"][Int(next() % 3)].utf8
        case 2: text += ["0", "123456789012345678901", "7"][Int(next() % 3)].utf8
        case 3, 4: string(into: &text)
        case 5:
            text += "{".utf8
            for i in 0..<next() % 5 {
                if i > 0 { text += ",".utf8 }
                blank(into: &text)
                if next() % 3 == 0 { text += "\"a\"".utf8 } else { string(into: &text) }
                blank(into: &text)
                text += ":".utf8
                value(depth: depth + 1, into: &text)
            }
            blank(into: &text)
            text += "}".utf8
        default:
            text += "[".utf8
            for i in 0..<next() % 7 {
                if i > 0 { text += ",".utf8 }
                value(depth: depth + 1, into: &text)
            }
            blank(into: &text)
            text += "]".utf8
        }
        blank(into: &text)
    }

    private mutating func blank(into text: inout [UInt8]) {
        if next() % 4 == 0 { text += [" ", "\n", "\t\r\n ", "  "][Int(next() % 4)].utf8 }
    }

    private mutating func string(into text: inout [UInt8]) {
        text += "\"".utf8
        for _ in 0..<next() % 12 {
            text += ["\\\"", "\\\\", "[", "]", "{", "}", ",", ":", "é", "\\u00e9", "x", "\\n"][Int(next() % 12)].utf8
        }
        text += "\"".utf8
    }
}
