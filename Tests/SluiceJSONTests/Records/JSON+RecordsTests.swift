import SluiceCore
import SluiceJSON
import SluiceTestSupport
import Testing

@Suite struct JSONRecordsEntryTests {
    private static let document = #"{"meta": [1], "rows": [{"id": 1}, {"id": 2}, {"id": 3}]}"#

    @Test func `Records come from a file, also a compressed one`() throws {
        let folder = try TemporaryDirectory()
        for name in ["rows.json", "rows.json.gz"] {
            let path = folder.file(name)
            var file = try FileSink(path)
            try file.write(Array(Self.document.utf8).span)
            try file.close()
            var rows = try JSON.records(at: "$.rows[*]", contentsOf: path)
            #expect(try rows.map { $0["id"]?.int } == [1, 2, 3])
        }
    }

    @Test func `Records come from bytes, from text and from any source`() throws {
        var rows = try JSON.records(at: "$.rows[*].id", in: Array(Self.document.utf8))
        #expect(try rows.map(\.int) == [1, 2, 3])
        var others = try JSON.records(at: "/rows/1/id", in: Self.document)
        #expect(try others.map(\.int) == [2])
        var more = try JSON.records(at: "$.meta[*]", in: MemorySource(Array(Self.document.utf8)))
        #expect(try more.map(\.int) == [1])
    }

    @Test func `A file that is not there, and a path that is none, are errors at once`() {
        let failure = #expect(throws: IOFailure.self) { _ = try JSON.records(at: "$[*]", contentsOf: "/nowhere.json") }
        #expect(failure?.description == "cannot open '/nowhere.json': No such file or directory")
        let error = #expect(throws: ParseError.self) { _ = try JSON.records(at: "rows", in: "[]") }
        #expect(error?.code == .syntax)
    }

    @Test func `Errors name the source`() throws {
        var rows = try JSON.records(at: "$[*]", in: "[1, 2", name: "body")
        let error = #expect(throws: ParseError.self) { while try rows.next() != nil {} }
        #expect(
            error?.description == """
                body:1:6: error: expected ',' or ']' after an element but the text ends
                [1, 2
                     ^
                """)
    }

    // MARK: - Ranges

    /// The offset and text of each record whose start is in `range`.
    private func records(
        in range: Range<Int>?, at selection: JSON.RecordSelection, of path: String, window: Int = 16, workers: Int = 1
    ) throws -> [String] {
        var options = JSON.RecordOptions()
        options.range = range
        options.windowBytes = window
        options.workers = workers
        var rows = try JSON.records(at: selection, contentsOf: path, options: options)
        var records: [String] = []
        while let row = try rows.next() { records.append("\(rows.offset) \(rows.path) \(try row.dumps())") }
        return records
    }

    @Test(arguments: [
        (#" {"x": [0], "a": [1, {"b": [2, 3]} , "]" ,[], 44],"a": [5 ] , "y": 6} "#, "$.a[*]"),
        ("[[1,2],[3],[],[4]]", "$[*][*]"), ("\u{FEFF}[1,2]", "$[*]"), (#"{"a": 1, "b": {"c": 2}}"#, "$.*"),
        (" 1 ", "$"),
        ("1\n{\"a\": \"\\n\"}\r\n\n  [2]  \n\t\n3", ""), ("\u{FEFF}1\n2", ""), ("  \n 1 \n", ""),
    ])
    func `Ranges part the records of a file, wherever they part the file`(text: String, path: String) throws {
        let selection: JSON.RecordSelection = path.isEmpty ? .lines : JSON.RecordSelection(path)
        let folder = try TemporaryDirectory()
        let size = text.utf8.count
        for name in ["a.json", "a.json.gz"] {
            let path = folder.file(name)
            var file = try FileSink(path)
            try file.write(Array(text.utf8).span)
            try file.close()
            let all = try records(in: nil, at: selection, of: path)
            #expect(!all.isEmpty)
            for a in 0...size {
                // A compressed file is read from its beginning each time: fewer parts of it.
                for b in name.hasSuffix("gz") ? a...a : a...size {
                    let parts = try [0..<a, a..<b, b..<size].map { try records(in: $0, at: selection, of: path) }
                    guard parts.flatMap({ $0 }) != all else { continue }
                    #expect(parts.flatMap { $0 } == all, "\(name) at \(a) and \(b)")
                    return
                }
            }
        }
    }

    @Test func `Ranges of a large file of lines start where they start`() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("lines.ndjson")
        var noise = Noise(seed: 7)
        var text = ""
        for i in 0..<3000 {
            text += "{\"i\": \(i), \"s\": \"" + String(repeating: "\\n", count: Int(noise.next() % 40)) + "\"}\n"
            if noise.next() % 90 == 0 {
                text += String(repeating: " \n", count: 10) + String(repeating: " ", count: Int(noise.next() % 9000))
            }
        }
        let bytes = Array(text.utf8)
        var file = try FileSink(path)
        try file.write(bytes.span)
        try file.close()
        let all = try records(in: nil, at: .lines, of: path, window: 64 << 10)
        #expect(all.count == 3000)
        for _ in 0..<20 {
            let a = Int(noise.next() % UInt64(bytes.count))
            let b = Int(noise.next() % UInt64(bytes.count))
            let parts = try [0..<min(a, b), min(a, b)..<max(a, b), max(a, b)..<bytes.count].enumerated().flatMap {
                try records(in: $1, at: .lines, of: path, window: 4096, workers: $0)
            }
            #expect(parts == all, "at \(a) and \(b)")
        }
    }

    @Test func `An error in a range of lines names the line of the file`() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("lines.ndjson")
        var file = try FileSink(path)
        let good = String(repeating: "{\"a\": \"some text\"}\n", count: 1000)
        try file.write(Array((good + "{\"a\" 1}\n").utf8).span)
        try file.close()
        var options = JSON.RecordOptions()
        options.range = 18_500..<Int.max
        var rows = try JSON.records(at: .lines, contentsOf: path, options: options)
        #expect(try rows.next() != nil)
        #expect(rows.position == TextPosition(offset: 18_506, line: 975, column: 1))
        let error = #expect(throws: ParseError.self) { while try rows.next() != nil {} }
        #expect(error?.position == TextPosition(offset: 19_005, line: 1001, column: 6))
    }
}
